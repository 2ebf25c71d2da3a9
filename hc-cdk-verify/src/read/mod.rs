//! From text to a tree: JSON where it is JSON, and YAML with the short forms of CloudFormation otherwise.

mod json;
mod yaml;

use crate::node::{Node, Unreadable};

/// The documents of a text.
///
/// # Errors
///
/// Where the text is neither, and why.
pub fn documents(text: &str) -> Result<Vec<Node>, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        // What begins like JSON may be YAML in its flow style.
        let read = json::document(text);
        return read.map(|it| vec![it]).or_else(|wrong| yaml::documents(text).map_err(|_| wrong));
    }
    yaml::documents(text)
}

#[cfg(test)]
mod tests;
