//! What all OSCAL documents have: stable ids, metadata, identifiers of clauses, and properties of ours.

use indexmap::IndexSet;
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
    /// How many findings the program has.
    pub(super) findings: usize,
    /// Who answers for its constructs.
    pub(super) owners: Vec<String>,
}

/// Documents that name constructs, and who answers for them.
const WITH_OWNERS: [&str; 2] = ["component-definition", "assessment-results"];

/// The role of who answers for a construct.
const OWNER: &str = "owner";

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

    fn party(&self, owner: &str) -> String {
        self.id(&["party", owner])
    }

    /// Who answers for something, as components say it.
    pub(super) fn answers(&self, owner: &str) -> Value {
        json!([{ "role-id": OWNER, "party-uuids": [self.party(owner)] }])
    }

    /// A document of a kind, such as `catalog`, with what it says beside its metadata.
    pub(super) fn file(&self, name: &str, kind: &str, title: &str, body: Value) -> File {
        let mut metadata = json!({
            "title": title, "last-modified": self.start(), "version": self.on.to_string(), "oscal-version": "1.2.1",
        });
        if WITH_OWNERS.contains(&kind) && !self.owners.is_empty() {
            let party =
                |it: &String| json!({ "uuid": self.party(it), "type": "organization", "name": printable::line(it) });
            put(&mut metadata, "roles", json!([{ "id": OWNER, "title": "who answers for a construct" }]));
            put(&mut metadata, "parties", self.owners.iter().map(party).collect::<Vec<_>>());
        }
        if self.findings > 0 {
            put(&mut metadata, "props", json!([prop("findings", &self.findings.to_string())]));
            put(&mut metadata, "remarks", "The program has findings, and nothing of it is deployed as it was read.");
        }
        let mut document = json!({ "uuid": self.id(&[kind, name]), "metadata": metadata });
        if let (Some(document), Value::Object(body)) = (document.as_object_mut(), body) {
            document.extend(body);
        }
        let mut text = String::new();
        lines(&json!({ kind: document }), 0, &mut text);
        File { path: format!("{name}.json"), bytes: (text + "\n").into_bytes() }
    }
}

/// How deep what is on lines of its own is: an observation is one line, so that thousands of them are read, compared and kept.
const DEPTH: usize = 5;

fn lines(json: &Value, depth: usize, text: &mut String) {
    let items: Vec<(Option<&String>, &Value)> = match json {
        Value::Array(items) if depth < DEPTH => items.iter().map(|it| (None, it)).collect(),
        Value::Object(members) if depth < DEPTH => members.iter().map(|(name, it)| (Some(name), it)).collect(),
        _ => Vec::new(),
    };
    if items.is_empty() {
        return text.push_str(&json.to_string());
    }
    let (open, close) = if json.is_array() { ('[', ']') } else { ('{', '}') };
    text.push(open);
    for (at, (name, it)) in items.into_iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n("  ", depth + 1));
        if let Some(name) = name {
            text.extend([Value::from(name.as_str()).to_string().as_str(), ": "]);
        }
        lines(it, depth + 1, text);
    }
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
    text.push(close);
}

/// The first of all that have one id: a program with findings may have two things of one name.
pub(super) fn once(mut all: Vec<Value>) -> Vec<Value> {
    let mut seen = IndexSet::new();
    all.retain(|it| it.get("uuid").is_none_or(|id| seen.insert(id.to_string())));
    all
}

/// The name of a framework in files and identifiers.
pub(super) fn slug(control: Control) -> &'static str {
    let mut frameworks = control::FRAMEWORKS.iter();
    frameworks.find(|(_, all)| all.iter().any(|it| it.framework == control.framework)).map_or("other", |(name, _)| name)
}

/// A clause as a token of OSCAL: `hipaa-164.312.a.1`.
pub(super) fn control_id(control: Control) -> String {
    let id = control.id.to_lowercase().replace(")(", ".").replace('(', ".").replace(')', "");
    format!("{}-{id}", slug(control))
}

/// A sentence under a clause as a token.
pub(super) fn objective_id(control: Control, code: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    format!("{}_obj.{}", control_id(control), code.replace(|it| !is_plain(it), "-"))
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
