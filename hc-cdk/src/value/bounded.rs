//! Kinds of values that have limits on every target: whole numbers, and short texts.

use super::{Json, Kind, Value, limits::Limits};

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
