//! Facts about a value, in words: the documentation of generated code.

use std::fmt;

use serde_json::Value;

use super::{facts::Facts, schema::Node};

/// More allowed values than these are counted and not listed.
const LISTED: usize = 12;

/// What a value is and which limits it has: `text, 3 to 63 characters`.
#[derive(Debug)]
pub(crate) struct Phrase {
    noun: String,
    /// The noun for several of them.
    nouns: String,
    limits: Vec<String>,
    /// The same for the check.
    pub(crate) facts: Facts,
}

impl Phrase {
    /// The noun, and the limits that the schema sets for such a value.
    pub(crate) fn of(node: &Node<'_>, noun: &str) -> Self {
        let mut limits = Vec::new();
        if let Some(values) = &node.values {
            limits.push(allowed(values));
        } else {
            limits.extend(range(node, "minLength", "maxLength", "character"));
            limits.extend(range(node, "minimum", "maximum", ""));
        }
        let nouns = match noun.split_once(" without ") {
            Some((noun, rest)) => format!("{noun}s without {rest}"),
            None => format!("{noun}s"),
        };
        Self { noun: noun.to_owned(), nouns, limits, facts: Facts::of(node) }
    }

    /// An identifier of one of these formats.
    pub(crate) fn identifier(node: &Node<'_>, formats: &[&str]) -> Self {
        let names: Vec<String> = formats
            .iter()
            .map(|format| match format.rsplit_once('.') {
                Some((resource, attribute)) => format!("`{attribute}` of `{resource}`"),
                None => format!("`{format}`"),
            })
            .collect();
        let noun = names.join(" or ");
        Self { nouns: noun.clone(), noun, ..Self::of(node, "text") }
    }

    /// A list of these.
    pub(crate) fn list(self, node: &Node<'_>) -> Self {
        let facts = self.facts.clone().list(node);
        Self { facts, ..self.inside("list", range(node, "minItems", "maxItems", "item")) }
    }

    /// A map from text to these.
    pub(crate) fn map(self, node: &Node<'_>) -> Self {
        let facts = self.facts.clone().map(node);
        Self { facts, ..self.inside("map", range(node, "minProperties", "maxProperties", "member")) }
    }

    fn inside(self, outer: &str, range: Option<String>) -> Self {
        let inner = (!self.limits.is_empty()).then(|| format!("each {}", self.limits.join(", ")));
        let of = |outer: &str| format!("{outer} of {}", self.nouns);
        let limits = range.into_iter().chain(inner).collect();
        Self { noun: of(outer), nouns: of(&format!("{outer}s")), limits, facts: self.facts }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.noun)?;
        self.limits.iter().try_for_each(|limit| write!(f, ", {limit}"))
    }
}

fn allowed(values: &[&Value]) -> String {
    if values.len() > LISTED {
        return format!("one of {} values", values.len());
    }
    let values: Vec<String> = values.iter().map(|value| format!("`{}`", quoted(value))).collect();
    match values.as_slice() {
        [only] => format!("always {only}"),
        _ => format!("one of {}", values.join(", ")),
    }
}

fn range(node: &Node<'_>, lower: &str, upper: &str, unit: &str) -> Option<String> {
    let limit = |name: &str| node.limits.get(name).map(|value| plain(value));
    let unit = |count: &str| match (unit, count) {
        ("", _) => String::new(),
        (_, "1") => format!(" {unit}"),
        _ => format!(" {unit}s"),
    };
    // At least none says nothing about a length or a number of items.
    let least = limit(lower).filter(|least| lower == "minimum" || least != "0");
    match (least, limit(upper)) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least}{}", unit(&least))),
        (Some(least), Some(most)) => Some(format!("{least} to {most}{}", unit(&most))),
        (Some(least), None) => Some(format!("at least {least}{}", unit(&least))),
        (None, Some(most)) => Some(format!("at most {most}{}", unit(&most))),
        (None, None) => None,
    }
}

/// As it is, but visible.
fn quoted(value: &Value) -> String {
    match plain(value) {
        text if text.is_empty() => "\"\"".to_owned(),
        text => text,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
