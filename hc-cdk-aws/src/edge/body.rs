//! What the body of a request is to be: a schema by which API Gateway refuses whatever is something else, before any function runs.
//!
//! A schema says of every text how long it is at most, of every list how many it has, and of every object all that it may have: what
//! is not described is refused, too.
//!
//! Source: "Data models for REST APIs" in the developer guide of API Gateway, which reads JSON Schema, draft 4.

use std::ops::RangeInclusive;

use hc_cdk::value::{Json, Object};

/// A body: an object with members.
///
/// ```
/// use hc_cdk_aws::edge::{Body, Field};
///
/// let letter = Body::new().needs("to", Field::text(200)).may("copies", Field::integer(1..=5));
/// let booking = Body::new()
///     .needs("patient", Field::matching("^[0-9]{10}$"))
///     .needs("kind", Field::one_of(&["visit", "call"]))
///     .may("letters", Field::list(3, Field::object(&letter)));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Body {
    members: Vec<(&'static str, Field)>,
    needed: Vec<&'static str>,
}

/// What a member of a body is to be.
#[derive(Debug, Clone)]
pub struct Field(Json);

impl Body {
    /// A body without members, to which they are added.
    pub fn new() -> Self {
        Self::default()
    }

    /// A member that has to be there.
    #[must_use]
    pub fn needs(mut self, name: &'static str, field: Field) -> Self {
        self.needed.push(name);
        self.may(name, field)
    }

    /// A member that may be there.
    #[must_use]
    pub fn may(mut self, name: &'static str, field: Field) -> Self {
        self.members.push((name, field));
        self
    }

    /// What is wrong with it: members that are there twice or have no name, and a body without any.
    pub(super) fn fault(&self) -> Option<String> {
        let twice = |(at, (name, _)): (usize, &(&str, Field))| {
            name.is_empty() || self.members.iter().take(at).any(|(other, _)| other == name)
        };
        let wrong = self.members.iter().enumerate().find(|it| twice(*it)).map(|(_, (name, _))| *name);
        match wrong {
            Some(name) => Some(format!("has the member `{name}`, which has no name or is there already")),
            None if self.members.is_empty() => Some("has no member".to_owned()),
            None => None,
        }
    }

    /// As JSON Schema, draft 4, which knows no empty list of what is needed.
    pub(super) fn schema(&self) -> Object {
        let members = self.members.iter().fold(Object::new(), |all, (name, field)| all.with(*name, field.0.clone()));
        let schema =
            Object::new().with("type", "object").with("additionalProperties", false).with("properties", members);
        if self.needed.is_empty() { schema } else { schema.with("required", self.needed.clone()) }
    }
}

impl Field {
    /// A text of so many characters at most.
    pub fn text(longest: u32) -> Self {
        Self::of("string", |it| it.with("maxLength", i64::from(longest)))
    }

    /// A text that an expression fits, such as `^[0-9]{10}$`.
    pub fn matching(pattern: &'static str) -> Self {
        Self::of("string", |it| it.with("pattern", pattern))
    }

    /// One of these texts.
    pub fn one_of(texts: &[&'static str]) -> Self {
        Self::of("string", |it| it.with("enum", texts.to_vec()))
    }

    /// A number without a fraction, from one to another.
    pub fn integer(within: RangeInclusive<i64>) -> Self {
        Self::of("integer", |it| it.with("minimum", *within.start()).with("maximum", *within.end()))
    }

    /// A number, from one to another.
    pub fn number(within: RangeInclusive<f64>) -> Self {
        Self::of("number", |it| it.with("minimum", *within.start()).with("maximum", *within.end()))
    }

    /// Yes or no.
    pub fn flag() -> Self {
        Self::of("boolean", |it| it)
    }

    /// So many at most of something.
    pub fn list(most: u32, of: Self) -> Self {
        Self::of("array", |it| it.with("maxItems", i64::from(most)).with("items", of.0))
    }

    /// An object with members of its own.
    pub fn object(body: &Body) -> Self {
        Self(body.schema().into())
    }

    fn of(kind: &'static str, more: impl FnOnce(Object) -> Object) -> Self {
        Self(more(Object::new().with("type", kind)).into())
    }
}

/// How a request that has a body is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "a method is called what it is called")]
pub enum Method {
    Post,
    Put,
    Patch,
}

impl Method {
    /// Its name in requests.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say what a body has",
        label = "describe it: `Body::new().needs(\"patient\", Field::text(64))`",
        note = "HIPAA 45 CFR 164.312(c)(1): integrity; SOC 2 CC6.6: boundary protection"
    )]
    /// What the body of a request is to be.
    IsBody: Body;
}

/// A body that is described: by which requests, for which path.
#[derive(Debug, Clone)]
pub(super) struct Described {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) body: Body,
}
