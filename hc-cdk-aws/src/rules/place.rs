//! Where that stands which is named: a service of one region takes no key, secret or bucket of another.

use hc_cdk::{
    control::{hipaa, iso27001},
    rule::{Must, Subject, Verdict},
    value::{Json, Token},
};

use super::{
    marks::ARN,
    read::{PLACE, flat},
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

/// What is for another region, as it says, and what is about somebody who may be anywhere.
const ELSEWHERE: [&str; 10] = [
    "Condition",
    "CopyActions",
    "NotResource",
    "Principal",
    "ReplicaRegions",
    "Replicas",
    "ReplicationConfiguration",
    "Resource",
    "Resources",
    "SourceDBInstanceIdentifier",
];

/// What a program makes something of, and no service of AWS.
const OF_PROGRAMS: (&str, [&str; 2]) = ("Environment", ["AWS::ECS::TaskDefinition", "AWS::Lambda::Function"]);

/// How the types begin of what stands in no region.
const GLOBAL: [&str; 3] = ["AWS::CloudFront::", "AWS::IAM::", "AWS::Route53::"];

/// What has a region, and is named in others: by what is global, or where copies go.
const NAMED_ELSEWHERE: [&str; 7] = [
    "AWS::Backup::BackupVault",
    "AWS::CertificateManager::Certificate",
    "AWS::KMS::Key",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
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
    let (environment, programs) = OF_PROGRAMS;
    let of_program = programs.contains(&subject.kind());
    let names_nothing_elsewhere = subject.is_in_the_only_region() && !subject.marks().has(ARN);
    if is_global(subject.kind()) || names_nothing_elsewhere {
        return Verdict::NotApplicable;
    }
    let mut regions = Vec::new();
    let is_elsewhere = |name: &str| ELSEWHERE.contains(&name) || of_program && name == environment;
    find(subject, &subject.resource.properties, &is_elsewhere, &mut regions);
    if regions.is_empty() {
        return Verdict::NotApplicable;
    }
    let here = [PLACE.to_string(), subject.stack.region.to_string()];
    Verdict::of(regions.iter().all(|region| here.contains(region)))
}

/// The regions of all keys and secrets that are named by an ARN whose beginning is known, and of what is referred to in stacks of other
/// regions.
fn find(subject: &Subject<'_>, json: &Json, is_elsewhere: &dyn Fn(&str) -> bool, regions: &mut Vec<String>) {
    match json {
        Json::Text(_) if can_name(json) => regions.extend(region(&beginning(json).0)),
        Json::List(items) => items.iter().for_each(|item| find(subject, item, is_elsewhere, regions)),
        Json::Object(members) => {
            let here = members.iter().filter(|(name, member)| can_name(member) && !is_elsewhere(name));
            here.for_each(|(_, member)| find(subject, member, is_elsewhere, regions));
        }
        Json::Token(token) if matches!(**token, Token::Attribute { .. }) => {
            regions.extend(subject.referred(json).and_then(|it| region_beside(subject, &it)));
        }
        Json::Token(token) => {
            // What has its region in its ARN is there, whatever its name is made of.
            if let Some(region) = region(&beginning(json).0) {
                regions.push(region);
                return;
            }
            regions.extend(subject.references_in(json).iter().filter_map(|it| region_beside(subject, it)));
            match token.as_ref() {
                Token::Function { arguments, .. } => find(subject, arguments, is_elsewhere, regions),
                Token::Concat(_) | Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
            }
        }
        _ => {}
    }
}

/// The region of what is referred to, if it is another one than that of the stack and matters.
fn region_beside(subject: &Subject<'_>, named: &Subject<'_>) -> Option<String> {
    let region = named.stack.region;
    (region != subject.stack.region && !is_global(named.kind())).then(|| region.to_owned())
}

/// Whether something can be named in a value; most are texts of another kind.
fn can_name(json: &Json) -> bool {
    match json {
        Json::Text(text) => text.starts_with("arn:"),
        _ => matches!(json, Json::List(_) | Json::Object(_) | Json::Token(_)),
    }
}

/// What is known of a text up to the first hole that can turn out to be anything, and whether that is all of it.
fn beginning(json: &Json) -> (String, bool) {
    let mut text = String::new();
    if let Json::Token(token) = json
        && let Token::Concat(parts) = token.as_ref()
    {
        for part in parts {
            let (more, is_all) = beginning(part);
            text.push_str(&more);
            if !is_all {
                return (text, false);
            }
        }
        return (text, true);
    }
    let known = flat(json);
    let is_all = known.is_some();
    (known.unwrap_or_default(), is_all)
}

/// The region of an ARN of a key or secret. What stands there for the region may not be known, and then it counts as another one.
fn region(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let (arn, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let is_meant = arn == "arn" && matches!(service, "kms" | "secretsmanager");
    is_meant.then(|| parts.next().filter(|_| parts.next().is_some()).unwrap_or_default().to_owned())
}
