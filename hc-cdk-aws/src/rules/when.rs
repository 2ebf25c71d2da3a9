//! Under which policies rules hold, and what several of them read.

use hc_cdk::{
    control::hipaa,
    dimension::{availability::MultiAz, deletion::Protected, key_custody::CustomerManaged, recovery::Hours24},
    policy::{Dimension, PolicyFacts},
    rule::Subject,
    value::{Json, Token},
};

use super::{possible::may_be, read::may_be_of};

/// Whether a property names a key, and not one of AWS's own.
pub(super) fn customer_key(subject: &Subject<'_>, path: &str) -> bool {
    subject.property(path).is_some_and(|key| is_customer_key(subject, key))
}

/// Whether a value names a key, and not one of AWS's own. What is given by reference to what may be a key, or at the deployment,
/// is somebody's key.
pub(super) fn is_customer_key(subject: &Subject<'_>, key: &Json) -> bool {
    match key {
        Json::Text(text) => !may_be(key, |_| text.contains(OF_AWS)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(_) => !may_be(key, |key| key.contains(OF_AWS)),
            Token::Function { arguments, .. } => !names_a_key_of_aws(arguments),
            Token::Attribute { .. } => may_be_of(subject, key, &KEYS),
            Token::Parameter { .. } => true,
            Token::Nothing => false,
        },
        _ => false,
    }
}

const KEYS: [&str; 3] = ["AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias"];

/// How the aliases of AWS's own keys begin.
const OF_AWS: &str = "alias/aws/";

fn names_a_key_of_aws(json: &Json) -> bool {
    match json {
        Json::Text(text) => text.contains(OF_AWS),
        Json::List(items) => items.iter().any(names_a_key_of_aws),
        Json::Object(members) => members.iter().any(|(_, member)| names_a_key_of_aws(member)),
        _ => may_be(json, |text| text.contains(OF_AWS)),
    }
}

/// Under policies that cite the HIPAA Security Rule, whoever declared them.
pub(super) fn regulated(policy: &PolicyFacts) -> bool {
    let mut cited = policy.requirements.iter().flat_map(|requirement| requirement.controls);
    cited.any(|control| control.framework == hipaa::ACCESS_CONTROL.framework)
}

// What follows narrows rules down that ask for a position on a dimension: there the policy has the last word.

/// Where several zones are asked for, too.
pub(super) fn in_several_zones(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::availability) >= MultiAz::POSITION
}

/// Where nothing is to be deleted by hand, too.
pub(super) fn undeletable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::deletion) >= Protected::POSITION
}

/// Where data has to be back sooner than a day after a disaster, too.
pub(super) fn recoverable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::recovery) > Hours24::POSITION
}

/// Where the keys have to be the customer's own, too.
pub(super) fn under_own_keys(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION
}
