//! From text to a tree: JSON where it is JSON, and YAML with the short forms of CloudFormation otherwise.

mod json;
mod word;
mod yaml;

use crate::node::{Node, Unreadable};

/// The documents of a text.
///
/// # Errors
///
/// Where the text is neither, and why.
pub fn documents(text: &str) -> Result<Vec<Node>, Unreadable> {
    by(text, word::of_templates)
}

/// The documents of a text as a cluster reads words in it: `yes` is a flag there, and `0x0` a number.
///
/// # Errors
///
/// Where the text is neither JSON nor YAML, and why.
pub fn manifests(text: &str) -> Result<Vec<Node>, Unreadable> {
    by(text, word::of_manifests)
}

fn by(text: &str, word: word::Reader) -> Result<Vec<Node>, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        // What begins like JSON may be YAML in its flow style.
        let read = json::document(text);
        return read.map(|it| vec![it]).or_else(|wrong| yaml::documents(text, word).map_err(|_| wrong));
    }
    yaml::documents(text, word)
}

#[cfg(test)]
mod tests;
