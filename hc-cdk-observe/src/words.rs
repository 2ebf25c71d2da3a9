//! What people read: a sentence in English, and the same in other languages.

use std::borrow::Cow;

/// A language in which somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English, which every sentence is in.
    #[default]
    English,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Spanish.
    Spanish,
    /// Vietnamese.
    Vietnamese,
}

impl Language {
    /// Its code, after ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Italian => "it",
            Self::Spanish => "es",
            Self::Vietnamese => "vi",
        }
    }
}

/// A sentence in English, and the same in other languages.
///
/// ```
/// use hc_cdk_observe::{Language, Words};
///
/// let slow = Words::from("claims are slow").and(Language::Vietnamese, "yêu cầu bồi thường bị chậm");
/// assert_eq!(slow.text(Language::Vietnamese), Some("yêu cầu bồi thường bị chậm"));
/// assert_eq!(slow.text(Language::German), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    english: Cow<'static, str>,
    others: Vec<(Language, Cow<'static, str>)>,
}

impl Words {
    /// The same in another language.
    #[must_use]
    pub fn and(mut self, language: Language, text: impl Into<Cow<'static, str>>) -> Self {
        self.others.push((language, text.into()));
        self
    }

    /// The sentence in a language, if it is there.
    pub fn text(&self, language: Language) -> Option<&str> {
        if language == Language::English {
            return Some(&self.english);
        }
        self.others.iter().find(|(it, _)| *it == language).map(|(_, text)| text.as_ref())
    }

    /// The sentence in a language, or in English.
    pub fn in_or_english(&self, language: Language) -> &str {
        self.text(language).unwrap_or(&self.english)
    }

    /// Whether one of its texts is empty.
    pub(crate) fn is_blank(&self) -> bool {
        std::iter::once(&self.english).chain(self.others.iter().map(|(_, it)| it)).any(|it| it.trim().is_empty())
    }
}

impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self { english: text.into(), others: Vec::new() }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { english: text.into(), others: Vec::new() }
    }
}
