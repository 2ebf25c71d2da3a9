//! What no object of a chart may be, whoever declared it: what our constructs have no words for.
//!
//! They meet these rules by construction. A construct of a user's own can declare any object, and the types do not see inside
//! it: what it declares is read here, before anything is written. The rules are those of the restricted Pod Security Standard
//! and the promises of this crate. They hold where there is anything but made-up data; a waiver of one of a rule's clauses
//! exempts what it is scoped to.
//!
//! A value that only the deployment knows proves nothing: where a rule wants a literal, it is a finding.

mod object;
mod pod;

use hc_cdk::{
    control::Control,
    data::Class,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, Object},
};

/// One rule.
struct Rule {
    /// The clauses that ask for it, the first of which a finding cites.
    controls: &'static [Control],
    /// Whether an object breaks it.
    broken: fn(&Subject<'_>) -> bool,
    /// What is wrong, behind "which".
    message: &'static str,
    /// What to do.
    help: &'static str,
}

/// An object as a rule reads it.
struct Subject<'a> {
    kind: &'a str,
    json: &'a Json,
    /// What its pods are made of, if it makes any.
    pod: Option<&'a Json>,
}

/// Reads an object under the rules.
pub(crate) fn check(chart: &StackModel, resource: &ResourceModel, kind: &str, findings: &mut Vec<Finding>) {
    if chart.policy.data_ceiling == Class::Synthetic {
        return;
    }
    let json = &resource.properties;
    let subject = Subject { kind, json, pod: pod::of(json) };
    let rules = if subject.pod.is_some() { pod::RULES } else { object::RULES };
    for rule in rules {
        if (rule.broken)(&subject) && !chart.is_waived(resource.construct, rule.controls) {
            let message = format!("makes a {kind}, which {}", rule.message);
            let finding = chart.finding(resource.construct, message, rule.help);
            findings.push(Finding { control: rule.controls.first().copied(), ..finding });
        }
    }
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
