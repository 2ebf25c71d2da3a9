//! Where that stands which is named: a service of one region takes no key, secret or bucket of another.

use hc_cdk::{
    control::{hipaa, iso27001},
    rule::{Must, Subject, Verdict},
    value::Json,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub KEYS_ARE_HERE = "KeysAreHere" {
        sentence: "the keys and secrets that it names are in the region of the stack, and so is what else has a region",
        controls: &[hipaa::ENCRYPTION, iso27001::CRYPTOGRAPHY],
        on: &[],
        must: Must::Judge(are_here),
        message: "names a key, a secret or a store of another region",
        help: "take one of the region of the stack, or make a `CustomerKey` or a `Secret` in it",
    }
}

/// What is for another region, as it says, what is about somebody who may be anywhere, and what a program makes something of.
const ELSEWHERE: [&str; 10] = [
    "Condition",
    "CopyActions",
    "Environment",
    "NotResource",
    "Principal",
    "ReplicaRegions",
    "Replicas",
    "ReplicationConfiguration",
    "Resource",
    "Resources",
];

/// How the types begin of what stands in no region.
const GLOBAL: [&str; 3] = ["AWS::CloudFront::", "AWS::IAM::", "AWS::Route53::"];

/// What has a region, and is named in others: by what is global, or where copies go.
const NAMED_ELSEWHERE: [&str; 5] = [
    "AWS::Backup::BackupVault",
    "AWS::CertificateManager::Certificate",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
    "AWS::WAFv2::WebACL",
];

fn is_global(kind: &str) -> bool {
    GLOBAL.iter().any(|service| kind.starts_with(service))
}

/// Whether what a stack knows of a resource means something in stacks of other regions.
pub(crate) fn is_known_elsewhere(kind: &str) -> bool {
    is_global(kind) || NAMED_ELSEWHERE.contains(&kind)
}

fn are_here(subject: &Subject<'_>) -> Verdict {
    if is_global(subject.kind()) {
        return Verdict::NotApplicable;
    }
    let mut regions = Vec::new();
    find(subject, &subject.resource.properties, &mut regions);
    if regions.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(regions.iter().all(|region| *region == subject.stack.region))
}

/// The regions of all keys and secrets that are named by a literal ARN, and of what is referred to in stacks of other regions.
fn find<'a>(subject: &Subject<'a>, json: &'a Json, regions: &mut Vec<&'a str>) {
    match json {
        Json::Text(text) => regions.extend(region(text)),
        Json::List(items) => items.iter().for_each(|item| find(subject, item, regions)),
        Json::Object(members) => {
            let here = members.iter().filter(|(name, _)| !ELSEWHERE.contains(name));
            here.for_each(|(_, member)| find(subject, member, regions));
        }
        Json::Token(_) => {
            let named = subject.references_in(json).into_iter().filter(|it| !is_global(it.kind()));
            regions.extend(named.map(|it| it.stack.region).filter(|region| *region != subject.stack.region));
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
