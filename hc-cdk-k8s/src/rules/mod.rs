//! What no object of a chart may be, whoever declared it: what our constructs have no words for.
//!
//! They meet these rules by construction. A construct of a user's own can declare any object, and the types do not see inside
//! it: what it declares is read here, before anything is written. The rules are those of the restricted Pod Security Standard
//! and the promises of this crate. They hold where there is anything but made-up data.
//!
//! A value that only the deployment knows proves nothing: where a rule wants a literal, it is a finding.

mod object;
mod pod;

use hc_cdk::{
    data::Class,
    policy::PolicyFacts,
    rule::{Reading, Subject, Verdict},
    value::{Json, Object},
};

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[object::READINGS, pod::READINGS];

/// The rules by name, for waivers and constructs.
pub mod rule {
    pub use super::{object::*, pod::*};
}

/// An object as a rule reads it.
struct Declared<'a> {
    kind: &'a str,
    json: &'a Json,
    /// What its pods are made of, if it makes any.
    pod: Option<&'a Json>,
}

impl<'a> Declared<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let json = &subject.resource.properties;
        Self { kind: subject.kind(), json, pod: pod::of(json) }
    }
}

/// Holds for an object unless it is broken.
fn object(subject: &Subject<'_>, broken: fn(&Declared<'_>) -> bool) -> Verdict {
    Verdict::of(!broken(&Declared::of(subject)))
}

/// Holds for an object that makes pods unless it is broken.
fn pods(subject: &Subject<'_>, broken: fn(&Declared<'_>) -> bool) -> Verdict {
    let declared = Declared::of(subject);
    if declared.pod.is_none() { Verdict::NotApplicable } else { Verdict::of(!broken(&declared)) }
}

/// Where there is anything but made-up data.
fn real_data(policy: &PolicyFacts) -> bool {
    policy.data_ceiling > Class::Synthetic
}

/// The member at a path of names.
fn at<'a>(json: &'a Json, path: &[&str]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, name| json.get(name))
}

/// The items of a list at a path; none where there is no list.
fn items<'a>(json: &'a Json, path: &[&str]) -> &'a [Json] {
    at(json, path).and_then(Json::as_list).unwrap_or_default()
}

fn text<'a>(json: &'a Json, path: &[&str]) -> Option<&'a str> {
    at(json, path).and_then(Json::as_text)
}

fn is(json: &Json, path: &[&str], value: bool) -> bool {
    at(json, path) == Some(&Json::Bool(value))
}

/// Whether an object has members at a path.
fn has_members(json: &Json, path: &[&str]) -> bool {
    at(json, path).is_some_and(|it| it.as_object().is_none_or(|it| !Object::is_empty(it)))
}
