//! Parameters: values that are given at deployment, typed like every other value.

use std::marker::PhantomData;

use crate::value::{Json, Kind, Object, Value};

/// What a parameter can hold.
pub trait ParameterType: Sized {
    /// The type's name for the target.
    const NAME: &'static str;
}

impl ParameterType for String {
    const NAME: &'static str = "String";
}

impl ParameterType for i64 {
    const NAME: &'static str = "Number";
}

impl ParameterType for f64 {
    const NAME: &'static str = "Number";
}

impl<K: Kind> ParameterType for K {
    const NAME: &'static str = "String";
}

/// The description of a parameter. What it may be is said by its methods, and checked by the target at deployment.
///
/// A secret is not a parameter: constructs take secrets by reference.
#[derive(Debug, Clone)]
#[must_use = "nothing is asked for until a stack takes it: `stack.parameter(\"Name\", ..)`"]
pub struct Parameter<T> {
    facts: Object,
    kind: PhantomData<fn() -> T>,
}

impl<T: ParameterType> Parameter<T> {
    /// A parameter with what it is for.
    pub fn new(description: &'static str) -> Self {
        Self { facts: Object::new().with("Type", T::NAME).with("Description", description), kind: PhantomData }
    }

    /// What it is when nothing is given.
    pub fn default_value(self, value: impl Into<Value<T>>) -> Self {
        self.fact("Default", value.into())
    }

    /// The only values it may be.
    pub fn allowed<V: Into<Value<T>>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Json> = values.into_iter().map(|value| value.into().into()).collect();
        self.fact("AllowedValues", values)
    }

    fn fact(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        self.facts.insert(name, value);
        self
    }

    pub(crate) fn into_facts(self) -> Object {
        self.facts
    }
}

impl Parameter<String> {
    /// The regular expression that it must match.
    pub fn pattern(self, pattern: &'static str) -> Self {
        self.fact("AllowedPattern", pattern)
    }
}

impl Parameter<i64> {
    /// The smallest and the largest value it may be.
    pub fn range(self, range: std::ops::RangeInclusive<i64>) -> Self {
        self.fact("MinValue", *range.start()).fact("MaxValue", *range.end())
    }
}
