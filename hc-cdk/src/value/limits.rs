//! What a value may be that only the deployment knows: what the compiler asks of a literal, a target asks of what is given.
//!
//! Limits belong to a type, so that every parameter of the type has them, whatever the program says of it, and a construct
//! that takes a literal of the type takes a value of it, too.

use regex_lite::Regex;

/// What a value of a type may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The only texts that it may be; all if there are none.
    pub allowed: &'static [&'static str],
    /// The regular expression that all of a text has to match.
    pub pattern: Option<&'static str>,
    /// The smallest and the largest number that it may be.
    pub range: Option<(i64, i64)>,
    /// What it has to be, in words for whoever gave something else; empty if there are no limits.
    pub words: &'static str,
}

impl Limits {
    /// It may be anything.
    pub const NONE: Self = Self { allowed: &[], pattern: None, range: None, words: "" };

    /// It is one of these texts.
    pub const fn one_of(allowed: &'static [&'static str], words: &'static str) -> Self {
        Self { allowed, words, ..Self::NONE }
    }

    /// It is a text that matches a regular expression, all of it: no text that does not is ever meant by the type.
    pub const fn matching(pattern: &'static str, words: &'static str) -> Self {
        Self { pattern: Some(pattern), words, ..Self::NONE }
    }

    /// It is a number from the first to the second.
    pub const fn within(least: i64, most: i64) -> Self {
        Self {
            range: Some((least, most)),
            words: "a whole number that is neither too small nor too large",
            ..Self::NONE
        }
    }

    /// Whether it may be that text.
    pub fn take_text(&self, text: &str) -> bool {
        let is_one = self.allowed.is_empty() || self.allowed.contains(&text);
        is_one && self.pattern.is_none_or(|pattern| matches(pattern, text))
    }

    /// Whether it may be that number.
    pub fn take_number(&self, number: i64) -> bool {
        self.range.is_none_or(|(least, most)| (least..=most).contains(&number))
    }

    /// What to give instead, in words.
    pub fn help(&self) -> String {
        match self.range {
            Some((least, most)) => format!("use a number from {least} to {most}"),
            None => format!("use something else: {}", self.words),
        }
    }
}

/// Whether a pattern matches all of a text.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|it| it.is_match(text))
}
