//! The tags that everything has: system, stage and class of data.

use std::borrow::Cow;

use indexmap::IndexSet;

use hc_cdk::{
    finding::Finding,
    model::{ParameterFacts, ResourceModel, StackModel},
    resource::Tagging,
    value::{Json, Kind as _, Label, NameSuffix},
};

const SYSTEM: &str = "system";
const STAGE: &str = "stage";
const DATA_CLASS: &str = "data-class";

/// The longest key and value, in characters.
const LONGEST: (usize, usize) = (128, 256);
/// How many tags a stack may add, so that a resource can have as many of its own; a resource has 50 at most.
const MOST: usize = 25;

/// What a tag that AWS refuses is called in findings.
const TAG: &str = "ImpossibleTag";

/// Checks the tags that the program gives to a stack.
pub(super) fn check(stack: &StackModel, findings: &mut Vec<Finding>) {
    let mut seen = IndexSet::from([SYSTEM, STAGE, DATA_CLASS]);
    let mut wrong = |key: &str, what: &str, help: &str| {
        findings.push(stack.finding_here(TAG, format!("has a tag `{key}` {what}"), help));
    };
    for (key, value) in &stack.tags {
        let Some(value) = value.as_text().or_else(|| stack.parameter(value).filter(|it| is_label(it)).map(|_| ""))
        else {
            let help = "use a text, or a parameter of this stack: `Parameter::<Label>::new(..)`";
            wrong(key, "of which nobody knows that tags can have its value", help);
            continue;
        };
        if !seen.insert(key) {
            wrong(key, "already", "leave it out, or give it another key");
        }
        if key.is_empty() || key.to_ascii_lowercase().starts_with("aws:") {
            wrong(key, "with a key that is not free", "use a key that is not empty and does not begin with `aws:`");
        }
        if key.chars().count() > LONGEST.0 || value.chars().count() > LONGEST.1 {
            wrong(key, "that is too long", "use 128 characters for the key and 256 for the value at most");
        }
        if !key.chars().chain(value.chars()).all(is_allowed) {
            wrong(key, "with a character that tags cannot have", "use letters, digits, blanks and any of `_.:/=+-@`");
        }
    }
    for owner in stack.owners.iter().filter_map(|it| it.owner.as_text()) {
        if owner.chars().count() > LONGEST.1 || !owner.chars().all(is_allowed) {
            let message = format!("has an owner `{owner}` that a tag cannot have");
            let help = "use letters, digits, blanks and any of `_.:/=+-@`, 256 characters at most";
            findings.push(stack.finding_here(TAG, message, help));
        }
    }
    if stack.tags.len() > MOST {
        findings.push(stack.finding_here(
            TAG,
            format!("has {} tags of its own, and {MOST} leave room for those of its resources", stack.tags.len()),
            "leave some out",
        ));
    }
}

/// Whether a parameter can be nothing else than what tags take.
fn is_label(parameter: &ParameterFacts) -> bool {
    [Label::LIMITS.pattern, NameSuffix::LIMITS.pattern].contains(&parameter.pattern)
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, ' ' | '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
}

/// The tags that a resource gets besides its own.
pub(super) struct Tags<'a> {
    /// The property that holds them.
    pub(super) property: &'static str,
    /// Whether it is an object from key to value, and not a list.
    pub(super) map: bool,
    /// The tags.
    pub(super) pairs: Vec<(&'a str, Cow<'a, Json>)>,
}

impl<'a> Tags<'a> {
    /// The tags of a resource, if its type can be tagged.
    pub(super) fn of(stack: &'a StackModel, system: &'a str, resource: &ResourceModel) -> Option<Self> {
        let (property, map) = match resource.kind.tags? {
            Tagging::List(property) => (property, false),
            Tagging::Map(property) => (property, true),
        };
        let text = |text: &str| Cow::Owned(Json::from(text.to_owned()));
        let mut pairs = vec![(SYSTEM, text(system))];
        pairs.extend(stack.policy.stage.map(|stage| (STAGE, text(stage))));
        pairs.extend(stack.class_of(resource).map(|class| (DATA_CLASS, text(class.name()))));
        pairs.extend(stack.tags_of(resource.construct).into_iter().map(|(key, value)| (key, Cow::Borrowed(value))));
        Some(Self { property, map, pairs })
    }
}
