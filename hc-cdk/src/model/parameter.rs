//! A parameter as declared: a value that is given at deployment, and what it may be.

use std::{borrow::Cow, ops::RangeInclusive, panic::Location};

use crate::value::Json;

/// A parameter as declared.
#[derive(Debug)]
pub struct ParameterModel {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it may be.
    pub facts: ParameterFacts,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

/// What a parameter may be. Each target spells it in its own words.
#[derive(Debug, Clone)]
pub struct ParameterFacts {
    /// What it holds.
    pub kind: ParameterKind,
    /// What it is for.
    pub description: &'static str,
    /// What it is when nothing is given.
    pub default: Option<Json>,
    /// The only values that it may be, if not all are allowed.
    pub allowed: Option<Vec<Json>>,
    /// The regular expression that a text has to match.
    pub pattern: Option<&'static str>,
    /// The smallest and the largest number that it may be.
    pub range: Option<RangeInclusive<i64>>,
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A text, which may identify something.
    Text,
    /// A number.
    Number,
}
