//! A parameter as declared: a value that is given at deployment, and what it may be.

use std::{borrow::Cow, ops::RangeInclusive, panic::Location};

use crate::value::{Json, Limits};

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
    /// What its type says that it may be; the rest says no less.
    pub limits: &'static Limits,
}

impl ParameterFacts {
    /// The least that it may be, if it is a number that is limited.
    pub fn least(&self) -> Option<i64> {
        self.ends().map(|(least, _)| least)
    }

    /// The most that it may be, if it is a number that is limited.
    pub fn most(&self) -> Option<i64> {
        self.ends().map(|(_, most)| most)
    }

    fn ends(&self) -> Option<(i64, i64)> {
        let range = self.range.as_ref().map(|it| (*it.start(), *it.end()));
        let Some(allowed) = &self.allowed else { return range };
        let numbers: Option<Vec<i64>> = allowed.iter().map(Json::as_int).collect();
        let numbers = numbers?;
        let (least, most) = (*numbers.iter().min()?, *numbers.iter().max()?);
        Some(range.map_or((least, most), |(from, to)| (least.max(from), most.min(to))))
    }
}

/// What may be only where something else is a certain value: sizes of which some pairs exist. Both are literals or parameters.
#[derive(Debug, Clone)]
pub struct OnlyWhere {
    /// Its name in the template.
    pub name: String,
    /// What is looked at, and the value for which this holds; if nothing is, it always does.
    pub looked_at: Option<(Json, &'static str)>,
    /// What may then be these and nothing else.
    pub limited: (Json, Vec<String>),
    /// What is wrong otherwise, in words.
    pub words: String,
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A text, which may identify something.
    Text,
    /// A number.
    Number,
}
