//! What a rule is, and an object as a rule reads it.

use hc_cdk::{
    control::Control,
    value::{Json, Object},
};

/// One rule.
pub(super) struct Rule {
    /// The clauses that ask for it, the first of which a finding cites.
    pub(super) controls: &'static [Control],
    /// Whether an object breaks it.
    pub(super) broken: fn(&Subject<'_>) -> bool,
    /// What is wrong, behind "which".
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// An object as a rule reads it.
pub(super) struct Subject<'a> {
    pub(super) kind: &'a str,
    pub(super) json: &'a Json,
    /// What its pods are made of, if it makes any.
    pub(super) pod: Option<&'a Json>,
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
