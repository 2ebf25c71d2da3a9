//! Kinds of values that have limits on every target: whole numbers, and short texts.

use std::borrow::Cow;

use super::{Json, Kind, Token, Value, limits::Limits};

/// A literal that limits leave out, as a text. What is no literal is for the target to compare.
pub(crate) fn beyond(limits: &Limits, value: &Json) -> Option<String> {
    match value {
        Json::Text(text) => (!limits.take_text(text)).then(|| text.to_string()),
        Json::Int(number) => (!limits.take_number(*number)).then(|| number.to_string()),
        _ => None,
    }
}

/// A whole number from `LEAST` to `MOST`. As the type of a value it is a literal, which is compared when the construct that takes
/// it is declared, or a parameter, which the target compares when it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole<const LEAST: i64, const MOST: i64> {}

impl<const LEAST: i64, const MOST: i64> Whole<LEAST, MOST> {
    /// The limits of the type.
    pub const LIMITS: Limits = Limits::within(LEAST, MOST);
}

macro_rules! numbers {
    ($($from:ty)*) => {$(
        impl<const LEAST: i64, const MOST: i64> From<$from> for Value<Whole<LEAST, MOST>> {
            fn from(number: $from) -> Self {
                Self::from_json(Json::Int(number.into()))
            }
        }
    )*};
}

numbers! { i32 u16 u32 i64 }

impl<const LEAST: i64, const MOST: i64> From<Value<Whole<LEAST, MOST>>> for Value<i64> {
    fn from(value: Value<Whole<LEAST, MOST>>) -> Self {
        Self::from_json(value)
    }
}

/// A short text that tells things apart, such as the suffix of an environment: what tags take on every target that has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {}

impl Kind for Label {
    const LIMITS: Limits =
        Limits::matching("[0-9A-Za-z_.:/=+@-]{1,63}", "1 to 63 letters, digits and any of `_.:/=+@-`");
}

impl From<&str> for Value<Label> {
    fn from(text: &str) -> Self {
        Self::literal(text.to_owned())
    }
}

impl From<String> for Value<Label> {
    fn from(text: String) -> Self {
        Self::literal(text)
    }
}

/// What names in an account end in, so that a template can be deployed there more than once: 1 to 16 small letters and digits, as every
/// service takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSuffix {}

impl NameSuffix {
    /// How many characters it has at most.
    pub const LONGEST: usize = 16;
    /// What stands for one in a name that is shown.
    pub const SHOWN: &str = "<suffix>";

    /// A name as the program knows it: a text, in which the name of its parameter stands for a suffix that only the deployment knows. Two
    /// names that are the same here are the same in each deployment.
    pub fn known(name: &Json) -> Option<Cow<'_, str>> {
        Self::put(name, |parameter| format!("<{parameter}>"))
    }

    /// The same, in which [`SHOWN`](Self::SHOWN) stands for any suffix.
    pub fn shown(name: &Json) -> Option<Cow<'_, str>> {
        Self::put(name, |_| Self::SHOWN.to_owned())
    }

    /// Whether two names that are known may turn out to be one, compared without case.
    pub fn may_be_one(one: &str, other: &str) -> bool {
        let is = |one: &str, other: &str| Self::shown_in(one).is_some_and(|it| it.eq_ignore_ascii_case(other));
        one.eq_ignore_ascii_case(other) || is(one, other) || is(other, one)
    }

    fn put(name: &Json, suffix: impl Fn(&str) -> String + Copy) -> Option<Cow<'_, str>> {
        if let Some(text) = name.as_text() {
            return Some(text.into());
        }
        let Json::Token(token) = name else { return None };
        match token.as_ref() {
            Token::Concat(parts) => {
                let mut text = String::new();
                for part in parts {
                    match Self::behind(&text, part) {
                        Some(parameter) => text.push_str(&suffix(parameter)),
                        None => text.push_str(&Self::put(part, suffix)?),
                    }
                }
                Some(text.into())
            }
            _ => None,
        }
    }

    /// The name of the parameter, if a part of the name of something is a suffix: it stands behind a hyphen. In other texts, and alone, such
    /// a parameter may be any word.
    pub fn behind<'a>(text: &str, part: &'a Json) -> Option<&'a str> {
        let Json::Token(token) = part else { return None };
        match token.as_ref() {
            Token::Parameter { limits, name, .. } if **limits == Self::LIMITS && text.ends_with('-') => Some(name),
            _ => None,
        }
    }

    /// The name with a suffix that only the deployment knows, which a text may be the name of: of `clinic-records-dev` it is
    /// `clinic-records-<suffix>`.
    pub fn shown_in(name: &str) -> Option<String> {
        let (start, end) = name.rsplit_once('-')?;
        let fits = (1..=Self::LONGEST).contains(&end.len())
            && end.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        fits.then(|| format!("{start}-{}", Self::SHOWN))
    }
}

impl Kind for NameSuffix {
    const LIMITS: Limits = Limits::matching("[0-9a-z]{1,16}", "1 to 16 small letters and digits");
}

impl From<&str> for Value<NameSuffix> {
    fn from(text: &str) -> Self {
        Self::literal(text.to_owned())
    }
}

impl From<String> for Value<NameSuffix> {
    fn from(text: String) -> Self {
        Self::literal(text)
    }
}

impl From<Value<NameSuffix>> for Value<Label> {
    fn from(value: Value<NameSuffix>) -> Self {
        Self::from_json(value)
    }
}
