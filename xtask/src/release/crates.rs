//! The crates that are published, in what cargo says of the workspace.

use serde_json::Value;

/// The crates that are published.
pub(super) fn published(metadata: &Value) -> impl Iterator<Item = &Value> {
    let all = metadata["packages"].as_array().into_iter().flatten();
    all.filter(|it| it["source"].is_null() && it["publish"].is_null())
}

/// Their names.
pub(super) fn names(metadata: &Value) -> impl Iterator<Item = &str> {
    published(metadata).filter_map(|it| it["name"].as_str())
}
