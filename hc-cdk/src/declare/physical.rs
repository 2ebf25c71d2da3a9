//! What things are called in an account, where only one of their kind may have a name.

use std::fmt;

use crate::value::{Json, NameSuffix, Value};

/// What a construct is called in an account: the name of its stack and its own, and behind them the suffix of the stack if it has one
/// ([`Stack::name_suffix`](crate::stack::Stack::name_suffix)).
///
/// In messages `<suffix>` stands for one that only the deployment knows.
#[derive(Debug, Clone)]
pub struct PhysicalName {
    text: String,
    suffix: Option<Json>,
}

impl PhysicalName {
    pub(super) const fn new(text: String, suffix: Option<Json>) -> Self {
        Self { text, suffix }
    }

    /// In small letters.
    #[must_use]
    pub fn lower(mut self) -> Self {
        self.text.make_ascii_lowercase();
        self
    }

    /// With a hyphen in each of these words, for who takes no name that has one of them.
    #[must_use]
    pub fn parted(mut self, words: &[&str]) -> Self {
        for word in words {
            let (first, rest) = word.split_at(1);
            self.text = self.text.replace(word, &format!("{first}-{rest}"));
        }
        self
    }

    /// Cut so that it has at most as many characters with every suffix.
    #[must_use]
    pub fn cut(mut self, most: usize) -> Self {
        let over = self.longest().saturating_sub(most);
        let kept = self.text.chars().count().saturating_sub(over);
        self.text = self.text.chars().take(kept).collect();
        self
    }

    /// How many characters it has with the longest suffix.
    pub fn longest(&self) -> usize {
        let of_suffix = |it: &Json| 1 + it.as_text().map_or(NameSuffix::LONGEST, str::len);
        self.text.chars().count() + self.suffix.as_ref().map_or(0, of_suffix)
    }

    /// All of it, unless only the deployment knows its suffix.
    pub fn known(&self) -> Option<String> {
        match &self.suffix {
            None => Some(self.text.clone()),
            Some(Json::Text(suffix)) => Some(format!("{}-{suffix}", self.text)),
            Some(_) => None,
        }
    }

    /// All of it but its suffix.
    pub fn start(&self) -> &str {
        &self.text
    }

    /// It with something before it and something behind.
    pub fn within(&self, before: &str, after: &str) -> Value<String> {
        let suffix = self.suffix.iter().flat_map(|it| ["-".into(), it.clone()]);
        let text = format!("{before}{}", self.text);
        Value::concat([text.into()].into_iter().chain(suffix).chain([after.to_owned().into()]))
    }
}

impl From<&PhysicalName> for Value<String> {
    fn from(name: &PhysicalName) -> Self {
        name.within("", "")
    }
}

impl From<PhysicalName> for Value<String> {
    fn from(name: PhysicalName) -> Self {
        Self::from(&name)
    }
}

impl fmt::Display for PhysicalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.known() {
            Some(name) => f.write_str(&name),
            None => write!(f, "{}-{}", self.text, NameSuffix::SHOWN),
        }
    }
}
