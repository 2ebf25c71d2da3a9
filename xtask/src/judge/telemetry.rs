//! `telemetry`: are the configurations of collectors and of Loki such that these take them?
//!
//! No registry has a judge for them: a program of the collector's own or a schema. So what may stand in them is a table of ours,
//! `xtask/judges/telemetry/fields.tsv`, read in the documentation, and anything else is a complaint. Of a collector, what a pipeline
//! names is there, and what is there is named. With the examples, each field is changed to another name and to another type; a change that
//! passes is an error, and so is a row that no example meets.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::{
    case::{Case, Judge, Verdict},
    observed,
};
use crate::rows::rows;

const FIELDS: &str = include_str!("../../judges/telemetry/fields.tsv");

/// Whose, the place, and what it takes.
type Row = [&'static str; 3];

struct Telemetry(Vec<Row>);

pub(super) fn install(_folder: &Path) -> Result<Box<dyn Judge>> {
    Ok(Box::new(Telemetry(rows(FIELDS)?)))
}

impl Telemetry {
    /// What is wrong with a configuration.
    fn ask(&self, whose: &str, what: &Value) -> Vec<String> {
        let mut leaves = Vec::new();
        leaves_of(what, "", &mut leaves);
        let unknown = |(place, leaf): &(String, &Value)| match self.row(whose, place) {
            None => Some(format!("`{place}` is no place of a {whose}")),
            Some([.., kind]) if !is_of(leaf, kind) => Some(format!("`{place}` is `{leaf}`, and takes: {kind}")),
            Some(_) => None,
        };
        let mut wrong: Vec<String> = leaves.iter().filter_map(unknown).collect();
        if whose == "collector" {
            wrong.extend(unmatched(what));
        }
        wrong
    }

    fn row(&self, whose: &str, place: &str) -> Option<&Row> {
        let is_like = |[of, pattern, _]: &&Row| {
            let (one, two) = (place.split('.'), pattern.split('.'));
            *of == whose && one.clone().count() == two.clone().count() && one.zip(two).all(|(a, b)| a == b || b == "*")
        };
        self.0.iter().find(is_like)
    }

    /// How many changes of a configuration are found.
    fn prove(&self, whose: &str, what: &Value) -> Result<usize> {
        let mut places = Vec::new();
        members_of(what, "", &mut places);
        for place in &places {
            for change in [rename as fn(&mut Map<String, Value>, &str), retype] {
                let mut copy = what.clone();
                let (holder, name) = place.rsplit_once('/').unwrap_or_default();
                if let Some(members) = copy.pointer_mut(holder).and_then(Value::as_object_mut) {
                    change(members, &name.replace("~1", "/"));
                }
                // The names of external labels and of pipelines are anybody's; what they hold is not.
                let is_free = holder.ends_with("/external_labels") || holder == "/service/pipelines";
                if self.ask(whose, &copy).is_empty() && !is_free {
                    bail!("a change of `{place}` of a {whose} passes");
                }
            }
        }
        Ok(2 * places.len())
    }
}

fn rename(members: &mut Map<String, Value>, name: &str) {
    if let Some(value) = members.shift_remove(name) {
        members.insert(format!("X{name}"), value);
    }
}

fn retype(members: &mut Map<String, Value>, name: &str) {
    let is_nested = members.get(name).is_some_and(|it| it.is_object() || it.is_array());
    members.insert(name.to_owned(), if is_nested { json!("text") } else { json!({ "a": 1 }) });
}

/// The places of what has no members: names with dots between them, and `[]` for an item.
fn leaves_of<'a>(value: &'a Value, place: &str, leaves: &mut Vec<(String, &'a Value)>) {
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match value {
        Value::Array(items) if !items.is_empty() => {
            for it in items {
                leaves_of(it, &format!("{place}[]"), leaves);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (name, it) in members {
                // A component has a name of its own behind that of its kind.
                let is_component = ["receivers", "processors", "exporters", "extensions"].contains(&place);
                let name = if is_component { name.split('/').next().unwrap_or_default() } else { name };
                leaves_of(it, &below(name), leaves);
            }
        }
        leaf => leaves.push((place.to_owned(), leaf)),
    }
}

/// Pointers to all members.
fn members_of(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (number, it) in items.iter().enumerate() {
                members_of(it, &format!("{pointer}/{number}"), pointers);
            }
        }
        Value::Object(members) => {
            for (name, it) in members {
                let below = format!("{pointer}/{}", name.replace('/', "~1"));
                pointers.push(below.clone());
                members_of(it, &below, pointers);
            }
        }
        _ => {}
    }
}

/// Whether a value is of a kind of the table.
fn is_of(value: &Value, kind: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let Some(text) = value.as_str() else {
        return matches!((kind, value), ("number", Value::Number(_)) | ("flag", Value::Bool(_)));
    };
    match kind {
        "number" | "flag" => false,
        "text" => !text.is_empty(),
        "duration" => text.strip_suffix(['s', 'm', 'h']).is_some_and(number),
        "address" => text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && number(port)),
        "url" => ["http://", "https://", "${env:"].iter().any(|it| text.starts_with(it)),
        "region" => text.starts_with("${env:") || text.split('-').count() == 3,
        "date" => text.split('-').map(str::len).eq([4, 2, 2]) && text.split('-').all(number),
        words => words.split('|').any(|it| it == text),
    }
}

/// What pipelines and the service name and is not there, and what is there and nobody names.
fn unmatched(what: &Value) -> Vec<String> {
    let texts = |value: Option<&Value>| -> BTreeSet<String> {
        let items = value.and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let pipelines = what.pointer("/service/pipelines").and_then(Value::as_object);
    let mut wrong = Vec::new();
    for part in ["receivers", "processors", "exporters", "extensions"] {
        let there: BTreeSet<String> = what[part].as_object().into_iter().flat_map(Map::keys).cloned().collect();
        let named = match part {
            "extensions" => texts(what.pointer("/service/extensions")),
            _ => pipelines.into_iter().flat_map(Map::values).flat_map(|it| texts(it.get(part))).collect(),
        };
        wrong.extend(
            named.symmetric_difference(&there).map(|it| format!("`{it}` is in {part} or named there, and not both")),
        );
    }
    wrong
}

impl Judge for Telemetry {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let (mut verdict, mut changes, mut met) = (Verdict::default(), 0, BTreeSet::new());
        for (whose, all) in [("collector", observed::collectors(case)?), ("loki", observed::lokis(case)?)] {
            for it in &all {
                let wrong = self.ask(whose, &it.what);
                if wrong.is_empty() && case.all_examples {
                    changes += self.prove(whose, &it.what)?;
                }
                verdict.complaints.extend(wrong.iter().map(|wrong| format!("{}: {wrong}", it.label)));
                let mut leaves = Vec::new();
                leaves_of(&it.what, "", &mut leaves);
                met.extend(leaves.iter().filter_map(|(place, _)| self.row(whose, place).copied()));
            }
            verdict.judged += all.len();
        }
        if case.all_examples {
            let unmet = self.0.iter().filter(|it| !met.contains(*it));
            verdict.complaints.extend(unmet.map(|[whose, place, _]| format!("no example has `{place}` of a {whose}")));
            verdict.remarks.push(format!("{changes} changes to fields do not pass; the table of fields is our own"));
        }
        Ok(verdict)
    }
}
