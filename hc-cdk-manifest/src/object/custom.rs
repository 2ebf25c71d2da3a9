//! Objects of operators: metadata and a specification that the construct's own file types, field by field as far as it sets
//! them. And the namespaces that they are in.

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::{Json, Object},
};

use super::{Metadata, Objects};

/// The specification of an operator's object.
pub trait Specification: Into<Json> {
    /// The facts of the object's type.
    const TYPE: &'static ResourceType;
}

/// An operator's object.
#[derive(Debug, Clone)]
pub struct Custom<S> {
    /// What it says of itself.
    pub metadata: Metadata,
    /// What is asked of the operator.
    pub spec: S,
}

impl<S: Specification> Resource for Custom<S> {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = S::TYPE;

    fn into_properties(self) -> Json {
        Object::new().with("metadata", self.metadata).with("spec", self.spec).into()
    }
}

/// A namespace, which has no specification.
#[derive(Debug, Clone)]
pub struct Namespace {
    /// What it says of itself.
    pub metadata: Metadata,
}

impl Resource for Namespace {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = &ResourceType::untyped("v1/Namespace");

    fn into_properties(self) -> Json {
        Object::new().with("metadata", self.metadata).into()
    }
}
