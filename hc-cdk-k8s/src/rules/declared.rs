//! An object as the rules read it, and where they hold.

use hc_cdk::{
    data::Class,
    policy::PolicyFacts,
    rule::{Subject, Verdict},
    value::{Json, Object},
};

/// Where objects say what their pods are made of: the pod itself, what makes pods, and what makes the latter.
const PLACES: [&[&str]; 3] =
    [&["spec"], &["spec", "template", "spec"], &["spec", "jobTemplate", "spec", "template", "spec"]];

/// What the pods of an object are made of.
fn pod_of(object: &Json) -> Option<&Json> {
    PLACES.iter().filter_map(|place| at(object, place)).find(|it| it.get("containers").is_some())
}

/// An object as a rule reads it.
pub(super) struct Declared<'a> {
    pub(super) kind: &'a str,
    pub(super) json: &'a Json,
    /// What its pods are made of, if it makes any.
    pub(super) pod: Option<&'a Json>,
}

impl<'a> Declared<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let json = &subject.resource.properties;
        Self { kind: subject.kind(), json, pod: pod_of(json) }
    }
}

/// Holds for an object unless it is broken.
pub(super) fn object(subject: &Subject<'_>, broken: fn(&Declared<'_>) -> bool) -> Verdict {
    Verdict::of(!broken(&Declared::of(subject)))
}

/// Holds for an object that makes pods unless it is broken.
pub(super) fn pods(subject: &Subject<'_>, broken: fn(&Declared<'_>) -> bool) -> Verdict {
    let declared = Declared::of(subject);
    if declared.pod.is_none() { Verdict::NotApplicable } else { Verdict::of(!broken(&declared)) }
}

/// Where there is anything but made-up data.
pub(super) fn real_data(policy: &PolicyFacts) -> bool {
    policy.data_ceiling > Class::Synthetic
}

/// The member at a path of names.
pub(super) fn at<'a>(json: &'a Json, path: &[&str]) -> Option<&'a Json> {
    path.iter().try_fold(json, |json, name| json.get(name))
}

/// The items of a list at a path; none where there is no list.
pub(super) fn items<'a>(json: &'a Json, path: &[&str]) -> &'a [Json] {
    at(json, path).and_then(Json::as_list).unwrap_or_default()
}

pub(super) fn text<'a>(json: &'a Json, path: &[&str]) -> Option<&'a str> {
    at(json, path).and_then(Json::as_text)
}

pub(super) fn is(json: &Json, path: &[&str], value: bool) -> bool {
    at(json, path) == Some(&Json::Bool(value))
}

/// Whether an object has members at a path.
pub(super) fn has_members(json: &Json, path: &[&str]) -> bool {
    at(json, path).is_some_and(|it| it.as_object().is_none_or(|it| !Object::is_empty(it)))
}
