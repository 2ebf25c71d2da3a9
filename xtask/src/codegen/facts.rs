//! What a value must be like, in the notation that `hc_cdk_cfn::schema` reads and documents.

use std::fmt::{self, Write as _};

use regex_lite::RegexBuilder;
use serde_json::Value;

use super::schema::Node;

/// A pattern that takes more memory than this when compiled, in bytes, is left out: it would cost each synthesis
/// milliseconds, and is a limit of length in disguise.
const PATTERN_SIZE: usize = 128 * 1024;

/// The facts about one value, and about the items or members in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// `[1..5]` for a list, `{1..5}` for a map, outermost first.
    around: Vec<String>,
    /// `(1..63)` for a length, `<0..35>` for a range.
    limits: String,
    /// `=A|B` or `/pattern`.
    pub(super) last: String,
    /// The pattern that the schema gives but the check cannot use.
    pub(crate) unusable: Option<String>,
}

impl Facts {
    /// What the schema says of a value that is no list or map.
    pub(crate) fn of(node: &Node<'_>) -> Self {
        let mut facts = Self::default();
        if let Some(values) = node.values.as_deref().and_then(listed) {
            facts.last = format!("{}{values}", if node.any_case { '~' } else { '=' });
            return facts;
        }
        for (open, lower, upper, close) in [('(', "minLength", "maxLength", ')'), ('<', "minimum", "maximum", '>')] {
            if let Some(range) = range(node, lower, upper) {
                _ = write!(facts.limits, " {open}{range}{close}");
            }
        }
        match node.limits.get("pattern").and_then(|pattern| pattern.as_str()).map(usable) {
            Some(Ok(pattern)) if !pattern.is_empty() => facts.last = format!("/{pattern}"),
            Some(Err(pattern)) => facts.unusable = Some(pattern),
            _ => {}
        }
        facts
    }

    /// A list of these.
    pub(crate) fn list(mut self, node: &Node<'_>) -> Self {
        let range = range(node, "minItems", "maxItems").unwrap_or_default();
        self.around.insert(0, format!("[{range}]"));
        self
    }

    /// A map from text to these.
    pub(crate) fn map(mut self, node: &Node<'_>) -> Self {
        let range = range(node, "minProperties", "maxProperties").unwrap_or_default();
        self.around.insert(0, format!("{{{range}}}"));
        self
    }

    /// Whether the pattern is used.
    pub(crate) fn has_pattern(&self) -> bool {
        self.last.starts_with('/')
    }

    /// Whether they say nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.limits.is_empty() && self.last.is_empty() && self.around.iter().all(|it| it.len() == 2)
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.around.iter().try_for_each(|around| write!(f, " {around}"))?;
        f.write_str(&self.limits)
    }
}

/// The allowed values, unless one of them cannot be written in a line.
fn listed(values: &[&Value]) -> Option<String> {
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if text.contains(['|', '\n', '\r']) {
            return None;
        }
        texts.push(text);
    }
    Some(texts.join("|"))
}

/// `1..63`; nothing if neither end says anything.
fn range(node: &Node<'_>, lower: &str, upper: &str) -> Option<String> {
    let limit = |name: &str| node.limits.get(name).map(ToString::to_string).unwrap_or_default();
    let least = if limit(lower) == "0" && lower != "minimum" { String::new() } else { limit(lower) };
    let most = limit(upper);
    (!least.is_empty() || !most.is_empty()).then(|| format!("{least}..{most}"))
}

/// The pattern as the check's regular expressions take it, empty if every text matches.
fn usable(pattern: &str) -> Result<String, String> {
    let line = pattern.replace('\n', r"\n").replace('\r', r"\r").replace('\t', r"\t");
    match RegexBuilder::new(&line).size_limit(PATTERN_SIZE).build() {
        // Without an anchor or a word boundary, a pattern that is found in the empty text is found in every text.
        Ok(regex) if regex.is_match("") && !line.contains(['^', '$']) && !line.contains(r"\b") => Ok(String::new()),
        Ok(_) if line == r"^[\s\S]*$" => Ok(String::new()),
        Ok(_) => Ok(line),
        Err(_) => Err(pattern.to_owned()),
    }
}
