//! Whether what a workflow builds is what the app runs: the image of each service stands there below a registry that a workflow
//! pushes it to.

use hc_cdk::{
    check::Checked,
    control::soc2,
    finding::Finding,
    model::{ResourceModel, Role, StackModel},
    rule::one_or_many,
    target::Target,
    value::{Json, Object, kebab},
};

use super::{fill, graph};
use crate::{
    literal::ecr::EcrAddress,
    rules::{action, run, scalars},
    target::GitHub,
};

/// What stands for the service in the name of an image that a matrix pushes.
const SERVICE: &str = "${{ matrix.service }}";

/// What begins the digest of an image.
const DIGEST: &str = "@sha256:";

/// What of the app comes from elsewhere than where a workflow pushes it. Images that others build are none of a workflow's, and of one
/// that only the deployment knows nobody here can tell.
pub(super) fn elsewhere(checked: &Checked<'_>) -> Vec<Finding> {
    let pipelines = checked.stacks_of(GitHub::NAME).flat_map(|(_, stack)| &stack.resources);
    let pushed: Vec<String> = pipelines.flat_map(|it| places(checked, it)).collect();
    let Some(first) = pushed.first() else { return Vec::new() };
    let built = graph::names(checked);
    let mut findings = Vec::new();
    for stack in graph::stacks(checked) {
        for (at, construct) in (0..).zip(&stack.constructs).filter(|(_, it)| it.role == Role::Workload) {
            let name = kebab(&construct.path);
            let others = stack.runs.iter().any(|(of, runs)| *of == at && runs.is_built_elsewhere);
            if others || !built.contains(&name) {
                continue;
            }
            let images = images(stack, &construct.path);
            let comes = |image: &str, from: &str| is_of(image, from, &name) || is_copied(checked, image, from, &name);
            let is_ours = |image: &String| is_unknown(image) || pushed.iter().any(|from| comes(image, from));
            if let Some(image) = images.first().filter(|_| !images.iter().any(is_ours)) {
                let address = image.split(DIGEST).next().unwrap_or(image);
                let message =
                    format!("runs `{address}`, which no workflow pushes: what is built of it goes to `{first}{name}`");
                let help = "give the service the image of the `Registry` that the workflow pushes to, or say that it is \
                            `.built_elsewhere()`";
                let finding = stack.finding("NotPushed", at, message, help);
                findings.push(finding.citing(soc2::CHANGE_MANAGEMENT));
            }
        }
    }
    findings
}

/// What the names of images begin with that a workflow pushes for each service, up to the name of the service.
fn places(checked: &Checked<'_>, workflow: &ResourceModel) -> Vec<String> {
    let jobs = workflow.properties.get("jobs").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let steps = jobs.flat_map(|(_, job)| job.get("steps").and_then(Json::as_list).unwrap_or_default());
    steps.filter_map(pushes).filter_map(|image| place(checked, image)).collect()
}

/// The image that a step pushes or copies, by name and tag.
fn pushes(step: &Json) -> Option<&Json> {
    if action(step).eq_ignore_ascii_case("docker/build-push-action") {
        return step.get("with")?.get("tags");
    }
    if run(step).starts_with("cosign copy ") { step.get("env")?.get("IMAGE") } else { None }
}

fn place(checked: &Checked<'_>, image: &Json) -> Option<String> {
    let text = match image {
        Json::Text(text) => text.to_string(),
        Json::Token(token) => fill::text(checked, token)?,
        _ => return None,
    };
    text.split_once(SERVICE).map(|(place, _)| place.to_owned())
}

/// The images by digest in what a construct and those in it declare.
fn images(stack: &StackModel, path: &str) -> Vec<String> {
    let below = |it: &str| it.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let own = stack.resources.iter().filter(|it| stack.construct_of(it).is_some_and(|it| below(&it.path)));
    let mut found = Vec::new();
    for resource in own {
        scalars(&resource.properties, &mut |_, text| {
            if text.contains(DIGEST) {
                found.push(text.to_owned());
            }
        });
    }
    found
}

/// Whether only the deployment knows the repository of an image.
fn is_unknown(image: &str) -> bool {
    image.starts_with('\u{fffc}')
}

/// Whether an image is that of a service, below a place.
fn is_of(image: &str, place: &str, name: &str) -> bool {
    image.strip_prefix(place).and_then(|it| it.strip_prefix(name)).is_some_and(|it| it.starts_with(['@', ':']))
}

/// Whether an image is the copy that ECR makes in another region of what is pushed for a service, as the app asks it to.
fn is_copied(checked: &Checked<'_>, image: &str, place: &str, name: &str) -> bool {
    let Ok(from) = EcrAddress::parse(place.trim_end_matches('/')) else { return false };
    let pushed = format!("{place}{name}");
    let repository = pushed.split_once('/').map_or("", |(_, repository)| repository);
    let here = graph::stacks(checked).filter(|it| it.region == from.region()).flat_map(|it| &it.resources);
    let copies = here.filter(|it| it.kind() == "AWS::ECR::ReplicationConfiguration");
    let rules = copies.flat_map(|it| one_or_many(it.properties.at("ReplicationConfiguration/Rules")));
    let texts = |rule, list, member| {
        one_or_many(Json::get(rule, list)).iter().filter_map(move |it| it.get(member).and_then(Json::as_text))
    };
    rules.into_iter().any(|rule| {
        texts(rule, "RepositoryFilters", "Filter").any(|it| repository.starts_with(it))
            && texts(rule, "Destinations", "Region").any(|it| is_of(image, &format!("{}/", from.in_region(it)), name))
    })
}
