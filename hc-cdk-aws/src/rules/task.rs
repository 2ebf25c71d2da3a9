//! Rules about what computes: images, privileges, secrets, addresses, zones, and what happens when a deployment fails.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    image::Image,
    literal::plain::secret_in_words,
    policy::Dimension,
    rule::{Index, Known, Must, Subject, Verdict, asks, at, known, lacks, real_data},
    value::{Json, Token},
};

use super::{
    possible::may_be,
    read::{number, text_at, zones},
    secret_text::gives_secret,
};

const TASK: &[&str] = &["AWS::ECS::TaskDefinition"];
const SERVICE: &[&str] = &["AWS::ECS::Service"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TASK_IS_CONFINED = "TaskIsConfined" {
        sentence: "its containers are not root, have no privileges and a read-only root file system, and share nothing with their host",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::CONFIGURATION],
        on: TASK,
        when: real_data,
        must: Must::Hold(|task| every_container(task, is_confined) && shares_nothing(task)),
        message: "runs a container as root, with privileges, with a root file system that it can change, or with its host's",
        help: "set `ReadonlyRootFilesystem`, `User` and the capabilities to drop, or use a `FargateService`",
    }

    pub TASK_HAS_NO_SECRET_AS_TEXT = "TaskHasNoSecretAsText" {
        sentence: "nothing in its environment or its commands looks like a secret; secrets reach it by reference",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: TASK,
        when: real_data,
        must: Must::Hold(|task| every_container(task, has_no_secret)),
        message: "has a secret as text in its environment or its commands, or what cannot be read there",
        help: "name the secret in `Secrets` of the container, or use `.secret(..)` of a `FargateService`",
    }

    pub FUNCTION_HAS_NO_SECRET_AS_TEXT = "FunctionHasNoSecretAsText" {
        sentence: "nothing in the function's environment looks like a secret",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::Lambda::Function"],
        when: real_data,
        must: Must::Hold(|it| match it.property("Environment/Variables") {
            None => it.lacks("Environment/Variables"),
            Some(Json::Object(all)) => all.iter().all(|(name, value)| is_no_secret(name, value)),
            Some(_) => false,
        }),
        message: "has a secret as text in its environment, or what cannot be read there",
        help: "give it the ARN of the secret, and let it read it",
    }

    pub TASK_NAMES_ITS_IMAGES = "TaskNamesItsImages" {
        sentence: "its images are named by digest",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: TASK,
        when: real_data,
        must: Must::Hold(|task| every_container(task, |it| at(it, "Image").is_some_and(|it| ends_in_a_digest(task, it)))),
        message: "names an image by a tag, which may be another one tomorrow",
        help: "end it with `@sha256:` and the digest, or use a `FargateService`",
    }

    pub SERVICE_HAS_NO_PUBLIC_ADDRESS = "ServiceHasNoPublicAddress" {
        sentence: "it has no public address",
        controls: &[hipaa::ACCESS_ISOLATION, hipaa::TRANSMISSION_SECURITY, soc2::BOUNDARY_PROTECTION, iso27001::ACCESS_RESTRICTION],
        on: SERVICE,
        when: real_data,
        must: Must::Hold(|it| {
            let network = "NetworkConfiguration/AwsvpcConfiguration";
            let address = it.property(&format!("{network}/AssignPublicIp"));
            it.property(network).is_some_and(|all| all.as_object().is_some())
                && address.is_none_or(|it| it.as_text() == Some("DISABLED"))
        }),
        message: "takes a public address, or stands in no network of its own",
        help: "set `AssignPublicIp` to `DISABLED`, or use a `FargateService`",
    }

    pub SERVICE_ROLLS_BACK = "ServiceRollsBack" {
        sentence: "a deployment that fails is rolled back",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: SERVICE,
        when: real_data,
        must: Must::Hold(|it| {
            let breaker = "DeploymentConfiguration/DeploymentCircuitBreaker";
            let controller = "DeploymentController/Type";
            // Who else deploys does not ask the breaker.
            let is_by_ecs = it.lacks(controller) || it.text(controller) == Some("ECS");
            is_by_ecs && ["Enable", "Rollback"].iter().all(|flag| it.flag(&format!("{breaker}/{flag}")) == Known::Is(true))
        }),
        message: "does not roll back a deployment that fails",
        help: "turn on `DeploymentCircuitBreaker` with `Rollback`, or use a `FargateService`",
    }

    pub SERVICE_GOES_BACK = "ServiceGoesBack" {
        sentence: "where a new version stands beside the old one, a rule of the listener can give the requests back",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: SERVICE,
        when: real_data,
        must: Must::Judge(|it| {
            let strategy = "DeploymentConfiguration/Strategy";
            if it.lacks(strategy) || it.text(strategy) == Some("ROLLING") {
                return Verdict::NotApplicable;
            }
            let has = |member: &Json, name: &str| at(member, &format!("AdvancedConfiguration/{name}")).is_some();
            let needed = ["AlternateTargetGroupArn", "ProductionListenerRule", "RoleArn"];
            let members = it.list("LoadBalancers");
            let whole = |member: &Json| needed.iter().all(|name| has(member, name));
            Verdict::of(!members.is_empty() && members.iter().all(whole))
        }),
        message: "is deployed by shifting requests, and no rule of a listener can shift them",
        help: "give it a route by itself: `stack.add(\"Name\", front.route(\"/path/*\", &service))`",
    }

    pub SERVICE_HAS_ZONES = "ServiceHasZones" {
        sentence: "as many of its tasks run, in as many zones, as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: SERVICE,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(has_zones),
        message: "may run too few tasks, or in too few zones, for what the policy asks for, while it is deployed too",
        help: "let at least two tasks run in subnets of two zones, with 100 as `MinimumHealthyPercent`, or use a `FargateService`",
    }
}

fn every_container(task: &Subject<'_>, holds: impl Fn(&Json) -> bool) -> bool {
    let containers = task.list("ContainerDefinitions");
    !containers.is_empty() && containers.iter().all(holds)
}

fn is_confined(container: &Json) -> bool {
    let flag = |path: &str| at(container, path).map_or(Known::Missing, known);
    let user = text_at(container, "User").and_then(|user| user.split(':').next());
    let number = user.and_then(|user| user.parse::<u32>().ok());
    let list = |path: &str| at(container, path).map(|it| it.as_list().unwrap_or_default());
    let dropped = list("LinuxParameters/Capabilities/Drop").unwrap_or_default();
    let is_stronger = |it: &Json| matches!(it.as_text(), Some("no-new-privileges" | "no-new-privileges:true"));
    flag("ReadonlyRootFilesystem") == Known::Is(true)
        && list("DockerSecurityOptions").is_none_or(|all| !all.is_empty() && all.iter().all(is_stronger))
        && matches!(flag("Privileged"), Known::Missing | Known::Is(false))
        && number.is_some_and(|user| user > 0)
        && dropped.iter().any(|it| it.as_text() == Some("ALL"))
        && ["LinuxParameters/Capabilities/Add", "LinuxParameters/Devices"].iter().all(|more| lacks(container, more))
}

/// Whether nothing of the host's is used: no network, no processes, no folder.
fn shares_nothing(task: &Subject<'_>) -> bool {
    let volumes = task.property("Volumes").map_or(Some(&[][..]), Json::as_list);
    task.text("NetworkMode") == Some("awsvpc")
        && ["IpcMode", "PidMode"].iter().all(|mode| task.property(mode).is_none())
        && volumes.is_some_and(|all| {
            let apart = |it: &Json| ["Host", "DockerVolumeConfiguration"].iter().all(|kind| lacks(it, kind));
            all.iter().all(apart)
        })
}

fn has_no_secret(container: &Json) -> bool {
    let list = |path: &str| {
        if lacks(container, path) { Some(&[][..]) } else { at(container, path).and_then(Json::as_list) }
    };
    let lists = ["Environment", "EntryPoint", "Command", "HealthCheck/Command"].map(list);
    let [Some(variables), Some(first), Some(words), Some(check)] = lists else { return false };
    let variable = |it: &Json| {
        let name = text_at(it, "Name");
        name.is_some_and(|name| it.get("Value").is_none_or(|value| is_no_secret(name, value)))
    };
    let words: Option<Vec<&str>> = first.iter().chain(words).chain(check).map(Json::as_text).collect();
    variables.iter().all(variable)
        && words.is_some_and(|words| secret_in_words(words).is_none())
        && lacks(container, "EnvironmentFiles")
}

/// Whether a variable is one text, and no secret.
pub(super) fn is_no_secret(name: &str, value: &Json) -> bool {
    !matches!(value, Json::Null | Json::List(_) | Json::Object(_)) && !gives_secret(name, value)
}

/// Whether an image ends in a digest, or is a parameter that is refused if it does not.
pub(super) fn ends_in_a_digest(task: &Subject<'_>, image: &Json) -> bool {
    if let Some(given) = task.parameter(image) {
        return given.pattern == Image::LIMITS.pattern;
    }
    let end = match image {
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.last().and_then(Json::as_text),
            _ => None,
        },
        image => image.as_text(),
    };
    let digest = end.and_then(|end| end.rsplit_once("@sha256:")).map_or("", |(_, digest)| digest);
    digest.len() == 64 && digest.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// A number, or the least that a parameter can be.
pub(super) fn fewest(subject: &Subject<'_>, tasks: &Json) -> Option<i64> {
    number(tasks).or_else(|| subject.parameter(tasks)?.least())
}

/// The least numbers of tasks that somebody scales a service to: at any time, and at those that are said. Nothing is one that nobody knows.
fn least(target: &Subject<'_>) -> Vec<Option<i64>> {
    let actions = "ScheduledActions";
    let said = |it: &Json| at(it, "ScalableTargetAction/MinCapacity").map(|least| fewest(target, least));
    let at_times = match target.property(actions) {
        None if target.lacks(actions) => Vec::new(),
        all => match all.and_then(Json::as_list) {
            None => vec![None],
            Some(all) => all
                .iter()
                .filter_map(
                    |it| if lacks(it, "ScalableTargetAction/MinCapacity") { None } else { said(it).or(Some(None)) },
                )
                .collect(),
        },
    };
    let always = target.property("MinCapacity").and_then(|least| fewest(target, least));
    std::iter::once(always).chain(at_times).collect()
}

/// What scales services by their names and by no reference; what can be any is found by no name at all.
static SCALED: Index = Index::by(|it| {
    let id = it.properties.get("ResourceId").filter(|_| it.kind() == SCALED_BY)?;
    match id.as_text() {
        Some(id) => id.strip_prefix("service/").and_then(|it| it.rsplit('/').next()).map(str::to_owned),
        None => may_be(id, |_| false).then(String::new),
    }
});

const SCALED_BY: &str = "AWS::ApplicationAutoScaling::ScalableTarget";

fn has_zones(service: &Subject<'_>) -> bool {
    let floor = service.stack.policy.floor(Dimension::availability);
    let zones = zones(service, service.list("NetworkConfiguration/AwsvpcConfiguration/Subnets"));
    let named = |it: &Subject<'_>| service.is_named_in(it, "ResourceId");
    let by_name = service.text("ServiceName").into_iter().flat_map(|name| service.found_in_app(&SCALED, name));
    let scaled = service.users_of(SCALED_BY).filter(named).chain(by_name);
    let scaled: Vec<_> = scaled.flat_map(|it| least(&it)).collect();
    // What scales a service decides; without it, the service does. What may scale it makes no more of it.
    let at_first = match scaled.as_slice() {
        [] => service.property("DesiredCount").and_then(|it| fewest(service, it)),
        all => all.iter().copied().min().flatten(),
    };
    let may_be = service.found_in_app(&SCALED, "").flat_map(|it| least(&it));
    let fewest = may_be.chain([at_first]).min().flatten();
    let enough = fewest.is_some_and(|it| it > 1 && while_deployed(service, it) > 1);
    floor < MultiAz::POSITION || floor < MultiRegion::POSITION && zones > 1 && enough && is_spread(service)
}

/// How many of so many tasks run at least while others take their places: all, if nothing is said, and else rounded up.
///
/// Source: Amazon ECS API, `DeploymentConfiguration`, `minimumHealthyPercent`.
fn while_deployed(service: &Subject<'_>, tasks: i64) -> i64 {
    let path = "DeploymentConfiguration/MinimumHealthyPercent";
    let percent = if service.lacks(path) { Some(100) } else { service.property(path).and_then(number) };
    percent.map_or(0, |percent| tasks.saturating_mul(percent).saturating_add(99) / 100)
}

/// Whether tasks are spread over zones, as they are by default: what places them by something else may put them into one.
fn is_spread(service: &Subject<'_>) -> bool {
    ["PlacementConstraints", "PlacementStrategies"].iter().all(|it| service.lacks(it))
}
