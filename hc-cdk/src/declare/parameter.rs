//! Parameters: values that are given at deployment, typed like every other value.

use std::{marker::PhantomData, ops::RangeInclusive};

use crate::{
    model::{ParameterFacts, ParameterKind},
    value::{Kind, Limits, Value, Whole, image::Image},
};

/// What a parameter can hold.
pub trait ParameterType: Sized {
    /// What it is.
    const KIND: ParameterKind;
    /// What it may be, whatever the program says of it.
    const LIMITS: Limits = Limits::NONE;
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
    const LIMITS: Limits = K::LIMITS;
}

impl<const LEAST: i64, const MOST: i64> ParameterType for Whole<LEAST, MOST> {
    const KIND: ParameterKind = ParameterKind::Number;
    const LIMITS: Limits = Self::LIMITS;
}

impl ParameterType for Image {
    const KIND: ParameterKind = ParameterKind::Text;
    const LIMITS: Limits = Self::LIMITS;
}

/// The description of a parameter. What it may be is said by its type and its methods, and checked by the target at deployment.
///
/// A type that a literal is checked for asks the same of what is given: a `Parameter<Image>` is an image by its digest, and what
/// is given and is none is refused before anything is deployed. Its methods can only ask for more.
///
/// ```
/// use hc_cdk::{image::Image, parameter::Parameter, value::Whole};
///
/// type Beds = Whole<1, 40>;
/// let beds = Parameter::<Beds>::new("how many beds a ward has").default_value(12).range(4..=20);
/// let image = Parameter::<Image>::new("what the ward runs");
/// ```
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
        let limits = const { &T::LIMITS };
        let allowed = limits.allowed.iter().map(|it| (*it).into()).collect();
        let facts = ParameterFacts {
            kind: T::KIND,
            description,
            default: None,
            allowed: Some(allowed).filter(|_| !limits.allowed.is_empty()),
            pattern: limits.pattern,
            range: limits.range.map(|(least, most)| least..=most),
            limits,
        };
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

impl<const LEAST: i64, const MOST: i64> Parameter<Whole<LEAST, MOST>> {
    /// The smallest and the largest value it may be, inside of what its type says.
    pub fn range(mut self, range: RangeInclusive<i64>) -> Self {
        self.facts.range = Some(range);
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
