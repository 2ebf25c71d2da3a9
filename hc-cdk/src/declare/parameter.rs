//! Parameters: values that are given at deployment, typed like every other value.

use std::{marker::PhantomData, ops::RangeInclusive};

use crate::{
    model::{ParameterFacts, ParameterKind},
    value::{Kind, Value},
};

/// What a parameter can hold.
pub trait ParameterType: Sized {
    /// What it is.
    const KIND: ParameterKind;
}

impl ParameterType for String {
    const KIND: ParameterKind = ParameterKind::Text;
}

impl ParameterType for i64 {
    const KIND: ParameterKind = ParameterKind::Number;
}

impl ParameterType for f64 {
    const KIND: ParameterKind = ParameterKind::Number;
}

impl<K: Kind> ParameterType for K {
    const KIND: ParameterKind = ParameterKind::Text;
}

/// The description of a parameter. What it may be is said by its methods, and checked by the target at deployment.
///
/// A secret is not a parameter: constructs take secrets by reference.
#[derive(Debug, Clone)]
#[must_use = "nothing is asked for until a stack takes it: `stack.parameter(\"Name\", ..)`"]
pub struct Parameter<T> {
    facts: ParameterFacts,
    kind: PhantomData<fn() -> T>,
}

impl<T: ParameterType> Parameter<T> {
    /// A parameter with what it is for.
    pub fn new(description: &'static str) -> Self {
        let facts =
            ParameterFacts { kind: T::KIND, description, default: None, allowed: None, pattern: None, range: None };
        Self { facts, kind: PhantomData }
    }

    /// What it is when nothing is given.
    pub fn default_value(mut self, value: impl Into<Value<T>>) -> Self {
        self.facts.default = Some(value.into().into());
        self
    }

    /// The only values it may be.
    pub fn allowed<V: Into<Value<T>>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.facts.allowed = Some(values.into_iter().map(|value| value.into().into()).collect());
        self
    }

    pub(crate) fn into_facts(self) -> ParameterFacts {
        self.facts
    }
}

impl Parameter<String> {
    /// The regular expression that it must match.
    pub fn pattern(mut self, pattern: &'static str) -> Self {
        self.facts.pattern = Some(pattern);
        self
    }
}

impl Parameter<i64> {
    /// The smallest and the largest value it may be.
    pub fn range(mut self, range: RangeInclusive<i64>) -> Self {
        self.facts.range = Some(range);
        self
    }
}
