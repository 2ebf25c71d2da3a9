//! Texts that are longer than their service takes, whatever the deployment fills in: policies, and what tasks and functions are told.
//!
//! None of these limits is raised for anybody. Sources: "IAM and AWS STS quotas" (6,144 characters of a managed policy, and of the inline
//! policies together 10,240 of a role, 5,120 of a group and 2,048 of a user, blanks not counted), "Amazon VPC quotas" (20,480 of
//! an endpoint's), "Bucket policies" of Amazon S3 (20 KB), "Resource quotas" of AWS KMS (32 KB), `PutResourcePolicy` of Secrets Manager
//! (20,480), `SetRepositoryPolicy` of Amazon ECR (10,240), "Amazon SQS policy quotas" (8,192 bytes), `PutFileSystemPolicy` of Amazon EFS
//! (20,000), "Amazon ECS service quotas" (64 KB of a task definition) and "Lambda quotas" (4 KB of variables).

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};

use indexmap::IndexMap;

use super::{
    found::{all_at, name, named, resources, with_places},
    limits::LIMIT,
};
use crate::rules::{LEAST_TAKEN, LONG, least};

/// A text of one resource: where it is, how many characters it may have, who says so, and what to do.
struct Text {
    kind: &'static str,
    path: &'static str,
    most: usize,
    what: &'static str,
    service: &'static str,
    help: &'static str,
}

const SHARE: &str = "let several workloads share what this one does, each with what it uses";
const FEWER: &str = "let fewer in by it, each by a role of its own that it is let in with";

#[rustfmt::skip]
const TEXTS: [Text; 8] = [
    Text { kind: "AWS::EC2::VPCEndpoint", path: "PolicyDocument", most: 20_480, what: "a policy", service: "EC2", help: FEWER },
    Text { kind: "AWS::ECR::Repository", path: "RepositoryPolicyText", most: 10_240, what: "a policy", service: "ECR", help: FEWER },
    Text { kind: "AWS::EFS::FileSystem", path: "FileSystemPolicy", most: 20_000, what: "a policy", service: "EFS", help: FEWER },
    Text { kind: "AWS::IAM::ManagedPolicy", path: "PolicyDocument", most: 6_144, what: "a policy", service: "IAM", help: SHARE },
    Text { kind: "AWS::KMS::Key", path: "KeyPolicy", most: 32_768, what: "a policy", service: "KMS", help: FEWER },
    Text { kind: "AWS::S3::BucketPolicy", path: "PolicyDocument", most: 20_480, what: "a policy", service: "S3", help: FEWER },
    Text { kind: "AWS::SQS::QueuePolicy", path: "PolicyDocument", most: 8_192, what: "a policy", service: "SQS", help: FEWER },
    Text { kind: "AWS::SecretsManager::ResourcePolicy", path: "ResourcePolicy", most: 20_480, what: "a policy", service: "Secrets Manager", help: FEWER },
];

/// What has policies inside of it, and how long they may be together.
const INLINE: [(&str, usize); 3] = [("AWS::IAM::Group", 5_120), ("AWS::IAM::Role", 10_240), ("AWS::IAM::User", 2_048)];

const TASK_BYTES: usize = 65_536;
const VARIABLE_BYTES: usize = LEAST_TAKEN;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut beside: IndexMap<String, usize> = IndexMap::new();
    for (_, policy) in resources(checked).filter(|(_, it)| is_inline(it.kind())) {
        let length: usize = all_at(&policy.properties, "PolicyDocument").into_iter().map(least).sum();
        for owner in OWNERS.iter().flat_map(|path| all_at(&policy.properties, path)) {
            *beside.entry(named(owner)).or_default() += length;
        }
    }
    for (place, stack, resource) in with_places(checked) {
        let beside = || beside.get(&name(stack.name(), place.1)).copied().unwrap_or_default();
        inline((stack, resource), beside, findings);
        // What is short altogether has no part that is too long.
        if !checked.graph().marks(place).has(LONG) {
            continue;
        }
        let kind = resource.kind();
        for text in TEXTS.iter().filter(|it| it.kind == kind) {
            let count = all_at(&resource.properties, text.path).into_iter().map(least).sum();
            too_long((stack, resource), count, text, findings);
        }
        told((stack, resource), findings);
    }
}

/// By what a policy beside a group, a role or a user names it.
const OWNERS: [&str; 6] = ["GroupName", "Groups/*", "RoleName", "Roles/*", "UserName", "Users/*"];

fn is_inline(kind: &str) -> bool {
    matches!(kind, "AWS::IAM::Policy" | "AWS::IAM::GroupPolicy" | "AWS::IAM::RolePolicy" | "AWS::IAM::UserPolicy")
}

/// What stands inside of a role, with what policies beside it have that name it.
fn inline(
    (stack, resource): (&StackModel, &ResourceModel),
    beside: impl FnOnce() -> usize,
    findings: &mut Vec<Finding>,
) {
    let own = resource.kind();
    let Some(&(kind, most)) = INLINE.iter().find(|(kind, _)| *kind == own) else { return };
    let inside = all_at(&resource.properties, "Policies/*/PolicyDocument").into_iter().map(least);
    let help = "make managed policies of them, which have a limit of their own each";
    let text = Text { kind, path: "", most, what: "policies of its own", service: "IAM", help };
    too_long((stack, resource), inside.sum::<usize>() + beside(), &text, findings);
}

/// What tasks and functions are told, which is no policy.
fn told((stack, resource): (&StackModel, &ResourceModel), findings: &mut Vec<Finding>) {
    const TASK: &str = "AWS::ECS::TaskDefinition";
    const FUNCTION: &str = "AWS::Lambda::Function";

    match resource.kind() {
        TASK => {
            let help = "keep what it has to know in a file or a secret, and tell it where that is";
            let text =
                Text { kind: TASK, path: "", most: TASK_BYTES, what: "a description of tasks", service: "ECS", help };
            too_long((stack, resource), least(&resource.properties), &text, findings);
        }
        FUNCTION => {
            let variables = resource.properties.at("Environment/Variables").and_then(Json::as_object);
            let size = |(name, value): (&str, &Json)| name.len() + least(value).saturating_sub(2);
            let count = variables.map_or(0, |it| it.iter().map(size).sum());
            let help = "connect it to less, or keep what it has to know in a secret, and tell it where that is";
            let text =
                Text { kind: FUNCTION, path: "", most: VARIABLE_BYTES, what: "variables", service: "Lambda", help };
            too_long((stack, resource), count, &text, findings);
        }
        _ => {}
    }
}

fn too_long((stack, resource): (&StackModel, &ResourceModel), count: usize, text: &Text, findings: &mut Vec<Finding>) {
    let Text { kind, most, what, service, help, .. } = text;
    if count > *most {
        let message = format!(
            "has an `{kind}` with {what} of at least {count} characters, and {service} takes {most}: it uses too much"
        );
        findings.push(stack.finding(LIMIT, resource.construct, message, *help));
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::{
            found::{Plain, messages},
            limits::LIMIT,
        },
        LEAST_TAKEN, TEXTS,
    };
    use crate::{prelude::*, region};

    /// Texts are looked at in what is long altogether, so that none may be too long before that.
    #[test]
    fn no_text_is_too_long_in_what_is_short() {
        assert!(TEXTS.iter().all(|it| it.most >= LEAST_TAKEN));
    }

    fn found(stack: Stack<Development>) -> Vec<String> {
        messages(&App::new("test").stack(stack), &[LIMIT])
    }

    fn of(kind: &'static str, path: &'static str, value: impl Into<Json>) -> Vec<String> {
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        stack.add("It", Raw(Plain(kind, Object::new().with(path, value))));
        found(stack)
    }

    /// A policy that names so many buckets, each with 31 characters.
    fn policy(buckets: usize) -> Json {
        let all: Vec<Json> = (0..buckets).map(|at| format!("arn:aws:s3:::a-bucket-{at:04}/*").into()).collect();
        let statement = Object::new().with("Effect", "Allow").with("Action", "s3:GetObject").with("Resource", all);
        Object::new().with("Statement", vec![Json::from(statement)]).into()
    }

    #[test]
    fn a_policy_is_not_longer_than_its_service_takes() {
        for (kind, path, most, service) in [
            ("AWS::EC2::VPCEndpoint", "PolicyDocument", 20_480, "EC2"),
            ("AWS::IAM::ManagedPolicy", "PolicyDocument", 6_144, "IAM"),
            ("AWS::KMS::Key", "KeyPolicy", 32_768, "KMS"),
            ("AWS::S3::BucketPolicy", "PolicyDocument", 20_480, "S3"),
            ("AWS::SQS::QueuePolicy", "PolicyDocument", 8_192, "SQS"),
        ] {
            // The names take 31 characters each, and what is around them some 70.
            let just = (most - 100) / 31;
            assert_eq!(of(kind, path, policy(just)), Vec::<String>::new(), "{kind}");
            let found = of(kind, path, policy(just + 10)).concat();
            assert!(found.contains(&format!("and {service} takes {most}: it uses too much")), "{kind}: {found}");
        }
    }

    #[test]
    fn what_stands_in_a_role_and_beside_it_counts_together() {
        let of = |inside: usize, beside: usize, owner: &'static str| {
            let mut stack = Stack::<Development>::new("data", region::UsEast1);
            let own = Object::new().with("PolicyName", "own").with("PolicyDocument", policy(inside));
            let role = Object::new().with("Policies", vec![Json::from(own)]);
            let role = stack.add("Role", Raw(Plain("AWS::IAM::Role", role)));
            let named: Json = role.id().into();
            let named = if owner == "Roles" { vec![named].into() } else { named };
            let beside = Object::new().with("PolicyDocument", policy(beside)).with(owner, named);
            let kind = if owner == "Roles" { "AWS::IAM::Policy" } else { "AWS::IAM::RolePolicy" };
            stack.add("Beside", Raw(Plain(kind, beside)));
            found(stack)
        };
        for owner in ["RoleName", "Roles"] {
            assert_eq!([of(200, 1, owner), of(1, 200, owner)], [Vec::<String>::new(), Vec::new()]);
            assert!(of(200, 200, owner).concat().contains("`AWS::IAM::Role` with policies of its own"));
        }
    }

    #[test]
    fn a_function_is_not_told_more_than_lambda_takes() {
        let of = |count: usize| {
            let variables = (0..count).fold(Object::new(), |all, at| all.with(format!("V{at:03}"), "x".repeat(16)));
            of("AWS::Lambda::Function", "Environment", Object::new().with("Variables", variables))
        };
        assert_eq!(of(190), Vec::<String>::new());
        assert!(of(210).concat().contains("with variables of at least 4200 characters, and Lambda takes 4096"));
    }

    #[test]
    fn tasks_are_not_told_more_than_ecs_takes() {
        let of = |length: usize| of("AWS::ECS::TaskDefinition", "Family", "x".repeat(length));
        assert_eq!(of(65_000), Vec::<String>::new());
        assert!(of(66_000).concat().contains("and ECS takes 65536"));
    }
}
