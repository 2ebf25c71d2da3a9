//! Suggestions as lines for people, and as JSON.

use std::fmt::Write;

use hc_cdk::model::printable;
use serde_json::{Value, json};

use super::Suggested;

/// A line each, and how many there are of each sort.
pub(crate) fn in_words(all: &[Suggested]) -> String {
    let mut text = String::new();
    for it in all {
        let what = match (it.said_by.as_slice(), it.brought_by.as_slice()) {
            ([], []) => "no construct says it: a waiver, or a construct of your own".to_owned(),
            ([], brought) => format!("comes with {}", list(brought)),
            (said, _) => list(said),
        };
        let (file, path, kind) = (printable::line(&it.file), printable::line(&it.path), printable::line(&it.kind));
        let _ = writeln!(text, "{file}:{}:{}: `{path}` ({kind}): {what}", it.at.line, it.at.column);
    }
    let said = all.iter().filter(|it| !it.said_by.is_empty()).count();
    let brought = all.iter().filter(|it| it.said_by.is_empty() && !it.brought_by.is_empty()).count();
    let left = all.len() - said - brought;
    let _ = writeln!(text, "{} resources: constructs say {said} and bring {brought} along; {left} are left", all.len());
    text
}

fn list(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" or ")
}

/// The same for a program.
pub(crate) fn in_json(all: &[Suggested]) -> Value {
    let one = |it: &Suggested| {
        json!({
            "file": it.file, "line": it.at.line, "column": it.at.column, "resource": it.path, "type": it.kind,
            "saidBy": it.said_by, "broughtBy": it.brought_by,
        })
    };
    all.iter().map(one).collect()
}
