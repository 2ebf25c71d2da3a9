//! Where that stands which is named by an ARN: a service of one region takes no key or secret of another.

use hc_cdk::{
    control::{hipaa, iso27001},
    rule::{Must, Subject, Verdict},
    value::{Json, Token},
};

use super::read::{PLACE, flat};

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

/// What is for another region, as it says, and what is about somebody who may be anywhere.
const ELSEWHERE: [&str; 8] = [
    "Condition",
    "NotResource",
    "Principal",
    "ReplicaRegions",
    "Replicas",
    "ReplicationConfiguration",
    "Resource",
    "Resources",
];

/// What a program makes something of, and no service of AWS.
const OF_PROGRAMS: (&str, [&str; 2]) = ("Environment", ["AWS::ECS::TaskDefinition", "AWS::Lambda::Function"]);

fn are_here(subject: &Subject<'_>) -> Verdict {
    let (environment, programs) = OF_PROGRAMS;
    let of_program = programs.contains(&subject.kind());
    let mut regions = Vec::new();
    find(
        &subject.resource.properties,
        &|name| ELSEWHERE.contains(&name) || of_program && name == environment,
        &mut regions,
    );
    if regions.is_empty() {
        return Verdict::NotApplicable;
    }
    let here = [PLACE.to_string(), subject.stack.region.to_string()];
    Verdict::of(regions.iter().all(|region| here.contains(region)))
}

/// The regions of all keys and secrets that are named by an ARN whose beginning is known.
fn find(json: &Json, is_elsewhere: &dyn Fn(&str) -> bool, regions: &mut Vec<String>) {
    match json {
        Json::Text(_) => regions.extend(region(&beginning(json).0)),
        Json::List(items) => items.iter().for_each(|item| find(item, is_elsewhere, regions)),
        Json::Object(members) => {
            let here = members.iter().filter(|(name, _)| !is_elsewhere(name));
            here.for_each(|(_, member)| find(member, is_elsewhere, regions));
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(_) => regions.extend(region(&beginning(json).0)),
            Token::Function { arguments, .. } => find(arguments, is_elsewhere, regions),
            Token::Attribute { .. } | Token::Parameter { .. } => {}
        },
        _ => {}
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
