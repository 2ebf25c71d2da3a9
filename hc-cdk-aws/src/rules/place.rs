//! Where that stands which is named by an ARN: a service of one region takes no key or secret of another.

use hc_cdk::{
    control::{hipaa, iso27001},
    rule::{Must, Subject, Verdict},
    value::Json,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub KEYS_ARE_HERE = "KeysAreHere" {
        sentence: "the keys and secrets that it names are in the region of the stack",
        controls: &[hipaa::ENCRYPTION, iso27001::CRYPTOGRAPHY],
        on: &[],
        must: Must::Judge(are_here),
        message: "names a key or a secret of another region",
        help: "take one of the region of the stack, or make a `CustomerKey` or a `Secret` in it",
    }
}

/// What is for another region, as it says, what is about somebody who may be anywhere, and what a program makes something of.
const ELSEWHERE: [&str; 9] = [
    "Condition",
    "Environment",
    "NotResource",
    "Principal",
    "ReplicaRegions",
    "Replicas",
    "ReplicationConfiguration",
    "Resource",
    "Resources",
];

fn are_here(subject: &Subject<'_>) -> Verdict {
    let mut regions = Vec::new();
    find(&subject.resource.properties, &mut regions);
    if regions.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(regions.iter().all(|region| *region == subject.stack.region))
}

/// The regions of all keys and secrets that are named by a literal ARN.
fn find<'a>(json: &'a Json, regions: &mut Vec<&'a str>) {
    match json {
        Json::Text(text) => regions.extend(region(text)),
        Json::List(items) => items.iter().for_each(|item| find(item, regions)),
        Json::Object(members) => {
            let here = members.iter().filter(|(name, _)| !ELSEWHERE.contains(name));
            here.for_each(|(_, member)| find(member, regions));
        }
        _ => {}
    }
}

/// The region of an ARN of a key or secret.
fn region(text: &str) -> Option<&str> {
    let mut parts = text.split(':');
    let (arn, _, service, region) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (arn == "arn" && matches!(service, "kms" | "secretsmanager")).then_some(region)
}
