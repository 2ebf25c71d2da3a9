//! What the assertions of every target are made of, in the tests of users and in ours: an expectation, and where what there
//! is differs from it.
//!
//! Not for programs, which have the checks. Each target has the type that reads its own files; its assertions panic with what
//! was expected, what there is, and where the nearest piece differs.
//!
//! What is expected is a part of what there is. Of an object, the members that are named have to be there; of a list, the
//! items have to be there in that order, and others may stand between them.

#![allow(clippy::panic, reason = "assertions are for tests, where a panic is how one fails")]

use std::fmt;

pub use serde_json::{Value, json};

use crate::{model::file::File, write::app::App};

/// A piece of an output: a resource of a template, an object of a cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece<'a> {
    /// What it is, in the words of its target.
    pub kind: &'a str,
    /// What tells it from others of its kind.
    pub name: &'a str,
    /// All of it.
    pub json: &'a Value,
}

/// The files of an app.
///
/// # Panics
///
/// If the app has findings, which are printed.
#[track_caller]
pub fn files_of(app: &App) -> Vec<File> {
    match app.synthesize() {
        Ok(files) => files,
        Err(findings) => panic!("the app has findings\n\n{findings}"),
    }
}

/// What the file at that path has.
///
/// # Panics
///
/// If there is none.
#[track_caller]
pub fn bytes_of<'a>(files: &'a [File], path: &str) -> &'a [u8] {
    let Some(file) = files.iter().find(|file| file.path == path) else {
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        panic!("no file `{path}`; there are: {}", paths.join(", "))
    };
    &file.bytes
}

/// Asserts how many pieces of a kind there are.
///
/// # Panics
///
/// If there are more or fewer, which are then named.
#[track_caller]
pub fn assert_count<'a>(pieces: impl Iterator<Item = Piece<'a>>, kind: &str, expected: usize) {
    let found: Vec<&str> = pieces.filter(|piece| piece.kind == kind).map(|piece| piece.name).collect();
    assert!(
        found.len() == expected,
        "expected {expected} of `{kind}`, and there are {}: {}",
        found.len(),
        found.join(", ")
    );
}

/// Asserts that some piece of a kind has what is expected, among others.
///
/// # Panics
///
/// If there is none. The nearest one is shown with what differs.
#[track_caller]
pub fn assert_some<'a>(pieces: impl Iterator<Item = Piece<'a>>, kind: &str, expected: &Value) {
    let (found, others): (Vec<Piece<'a>>, Vec<Piece<'a>>) = pieces.partition(|piece| piece.kind == kind);
    let compared = found.iter().map(|piece| (piece.name, differences(expected, piece.json)));
    match compared.min_by_key(|(_, differences)| differences.0.len()) {
        Some((_, differences)) if differences.0.is_empty() => {}
        Some((name, differences)) => panic!("no `{kind}` is as expected; the nearest is `{name}`:\n{differences}"),
        None => {
            let mut kinds: Vec<&str> = others.iter().map(|piece| piece.kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            panic!("there is no `{kind}`; there are: {}", kinds.join(", "))
        }
    }
}

/// Asserts that one thing has what is expected, among others. `what` begins the message: "the output `Name`".
///
/// # Panics
///
/// If it differs.
#[track_caller]
pub fn assert_has(what: &str, found: &Value, expected: &Value) {
    let differences = differences(expected, found);
    assert!(differences.0.is_empty(), "{what} is not as expected:\n{differences}");
}

/// Whether something has what is expected, among others.
pub fn has(found: &Value, expected: &Value) -> bool {
    differences(expected, found).0.is_empty()
}

/// A place where something else was expected.
struct Difference {
    path: String,
    expected: String,
    found: Option<String>,
}

struct Differences(Vec<Difference>);

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Difference { path, expected, found } in &self.0 {
            let found = found.as_deref().unwrap_or("nothing");
            writeln!(f, "  {path}\n    expected: {expected}\n    found:    {found}")?;
        }
        Ok(())
    }
}

/// Where `found` lacks what is expected.
fn differences(expected: &Value, found: &Value) -> Differences {
    let mut differences = Vec::new();
    compare("", expected, Some(found), &mut differences);
    Differences(differences)
}

fn compare(path: &str, expected: &Value, found: Option<&Value>, differences: &mut Vec<Difference>) {
    let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    match (expected, found) {
        (Value::Object(expected), Some(Value::Object(found))) => {
            for (name, expected) in expected {
                compare(&inside(name), expected, found.get(name), differences);
            }
        }
        (Value::Array(expected), Some(Value::Array(items))) => {
            let mut rest = items.iter();
            for (at, expected) in expected.iter().enumerate() {
                if !rest.by_ref().any(|item| has(item, expected)) {
                    // The items in front of it are there; to show the others apart would only hide this one.
                    differences.push(difference(inside(&at.to_string()), expected, found));
                    return;
                }
            }
        }
        (expected, Some(found)) if expected == found => {}
        (expected, found) => differences.push(difference(path.to_owned(), expected, found)),
    }
}

fn difference(path: String, expected: &Value, found: Option<&Value>) -> Difference {
    Difference { path, expected: expected.to_string(), found: found.map(Value::to_string) }
}

#[cfg(test)]
mod tests {
    use super::{differences, has, json};

    #[test]
    fn items_of_a_list_are_expected_in_order() {
        assert!(!has(&json!(["b", "a"]), &json!(["a", "b"])));
        assert!(has(&json!(["b"]), &json!([])));
        assert!(!has(&json!(["b"]), &json!(["b", "b"])));
        assert!(has(&json!(["a", "b", "c"]), &json!(["a", "c"])));
    }

    #[test]
    fn differences_name_the_place() {
        let found = differences(&json!({ "A": { "B": 1, "C": 2 } }), &json!({ "A": { "B": 3 } }));
        assert_eq!(
            found.to_string(),
            "  A/B\n    expected: 1\n    found:    3\n  A/C\n    expected: 2\n    found:    nothing\n"
        );
    }
}
