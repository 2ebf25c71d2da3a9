//! What all OSCAL documents have: stable ids, metadata, identifiers of clauses, and properties of ours.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    model::{file::File, printable},
    policy::control::{self, Control},
    value::date::Date,
};

/// Whose the names of our properties are.
const NAMESPACE: &str = env!("CARGO_PKG_REPOSITORY");

/// The system that the documents are about, and the day.
pub(super) struct Oscal {
    pub(super) system: String,
    pub(super) on: Date,
}

impl Oscal {
    /// The id of something, which these words name and nothing else in the system.
    pub(super) fn id(&self, words: &[&str]) -> String {
        let words = [&[NAMESPACE, &self.system], words].concat().join("\n");
        Uuid::new_v5(&Uuid::NAMESPACE_URL, words.as_bytes()).to_string()
    }

    /// The moment at which the day begins.
    pub(super) fn start(&self) -> String {
        format!("{}T00:00:00Z", self.on)
    }

    /// A document of a kind, such as `catalog`, with what it says beside its metadata.
    pub(super) fn file(&self, name: &str, kind: &str, title: &str, body: Value) -> File {
        let mut document = json!({
            "uuid": self.id(&[kind, name]),
            "metadata": {
                "title": title, "last-modified": self.start(), "version": self.on.to_string(), "oscal-version": "1.2.1",
            },
        });
        if let (Some(document), Value::Object(body)) = (document.as_object_mut(), body) {
            document.extend(body);
        }
        let text = serde_json::to_string_pretty(&json!({ kind: document })).unwrap_or_default();
        File { path: format!("{name}.json"), bytes: (text + "\n").into_bytes() }
    }
}

/// The name of a framework in files and identifiers.
pub(super) fn slug(control: Control) -> &'static str {
    let mut frameworks = control::FRAMEWORKS.iter();
    frameworks.find(|(_, all)| all.contains(&control)).map_or("other", |(name, _)| name)
}

/// A clause as a token of OSCAL: `hipaa-164.312.a.1`.
pub(super) fn control_id(control: Control) -> String {
    let id = control.id.to_lowercase().replace(")(", ".").replace('(', ".").replace(')', "");
    format!("{}-{id}", slug(control))
}

/// A sentence under a clause as a token.
pub(super) fn objective_id(control: Control, code: &str) -> String {
    format!("{}_obj.{code}", control_id(control))
}

/// A property of ours. OSCAL takes no empty value, no line breaks, and no blanks at its ends.
pub(super) fn prop(name: &str, value: &str) -> Value {
    let value = value.trim();
    let value = if value.is_empty() { "none" } else { value };
    json!({ "name": name, "ns": NAMESPACE, "value": printable::line(value) })
}

/// Adds a member to an object, which has none of that name.
pub(super) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value.into());
    }
}
