//! Places in files, and what is expected there.
//!
//! | file | place |
//! |---|---|
//! | `.json` | a JSON pointer, such as `/Resources/Network/Properties/CidrBlock`; or `#` and a pattern: how many resources are like it |
//! | `.yaml`, `.yml` | kind and name of an object, and a pointer in it: `Deployment/api/spec/replicas`, or with its namespace `NetworkPolicy/closed@clinic-zone/spec`; or a pointer in the only document |
//! | any other | `-`: the whole text |
//!
//! What is expected is JSON, of which objects and lists are a part of what is there ([`has`]); or `~` and a pattern of the text,
//! or of the JSON without blanks, in which `*` stands for anything; or two numbers with `..` between them, from and to.

use std::{ffi::OsStr, path::Path};

use hc_cdk::{
    assertions::{Value, has},
    target::File,
};
use hc_cdk_k8s::assertions::{Manifest, Object};
use hc_cdk_tests::committed::Files;

/// What constructs say of themselves.
const METADATA: &str = "Metadata";

/// In what way a place in a file is not what is expected, if it is not.
pub(crate) fn differs(files: &Files, file: &str, place: &str, expected: &str) -> Option<String> {
    if place.split('/').any(|it| it == METADATA) || expected.contains(METADATA) {
        return Some("metadata proves nothing".into());
    }
    let Some(bytes) = files.get(Path::new(file)) else { return Some(format!("`{file}` is not written")) };
    let Some(there) = there(file, bytes, place) else { return Some(format!("`{file}` has no place `{place}`")) };
    let is_met = if let Some(pattern) = expected.strip_prefix('~') {
        if pattern.bytes().all(|it| it == b'*') {
            return Some(format!("`{expected}` says nothing"));
        }
        is_like(pattern, &text_of(&there))
    } else if let Some((from, to)) = range(expected) {
        there.as_f64().is_some_and(|it| (from..=to).contains(&it))
    } else {
        let Ok(expected) = serde_json::from_str::<Value>(expected) else {
            return Some(format!("`{expected}` is not JSON"));
        };
        if says_nothing(&expected) {
            return Some(format!("`{expected}` says nothing"));
        }
        has(&there, &expected)
    };
    (!is_met).then(|| format!("`{place}` in `{file}` is {there}, and not {expected}"))
}

/// What stands in a file at a place.
pub(crate) fn there(file: &str, bytes: &[u8], place: &str) -> Option<Value> {
    match Path::new(file).extension().and_then(OsStr::to_str) {
        Some("json") => in_json(&serde_json::from_slice(bytes).ok()?, place),
        Some("yaml" | "yml") => in_yaml(bytes, place),
        _ => Some(Value::from(String::from_utf8_lossy(bytes))).filter(|_| place == "-"),
    }
}

fn in_json(template: &Value, place: &str) -> Option<Value> {
    let Some(pattern) = place.strip_prefix('#') else { return template.pointer(place).cloned() };
    let resources = template.get("Resources")?.as_object()?;
    Some(resources.values().filter(|it| is_like(pattern, &it.to_string())).count().into())
}

fn in_yaml(bytes: &[u8], place: &str) -> Option<Value> {
    // The reader of charts looks for them under this name.
    let documents = Manifest::from_files(&[File { path: "k8s/it.yaml".into(), bytes: bytes.to_vec() }], "it");
    let documents: Vec<_> = documents.objects().collect();
    let (found, pointer) = if place.starts_with('/') {
        (documents, place.to_owned())
    } else {
        let mut parts = place.splitn(3, '/');
        let (kind, name) = (parts.next()?, parts.next()?);
        let (name, zone) = name.split_once('@').map_or((name, None), |(name, zone)| (name, Some(zone)));
        let is_there =
            |it: &Object| zone.is_none_or(|zone| it.json().pointer("/metadata/namespace").is_some_and(|it| it == zone));
        let is_meant = |it: &&Object| it.kind() == kind && it.name() == name && is_there(it);
        (documents.into_iter().filter(is_meant).collect(), format!("/{}", parts.next()?))
    };
    // One that is not the only one of its kind and name is in one of several namespaces, and not named by these.
    let [one] = found.as_slice() else { return None };
    one.json().pointer(&pointer).cloned()
}

/// From where to where a number is expected.
fn range(expected: &str) -> Option<(f64, f64)> {
    let (from, to) = expected.split_once("..")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn says_nothing(expected: &Value) -> bool {
    match expected {
        Value::Null => true,
        Value::String(it) => it.is_empty(),
        Value::Array(it) => it.iter().all(says_nothing),
        Value::Object(it) => it.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, behind)) = text.split_once(piece) else { return false };
        text = behind;
    }
    text.ends_with(end)
}
