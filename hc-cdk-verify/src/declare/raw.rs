//! A resource of whatever target, as it was written.

use std::marker::PhantomData;

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::Json,
};

/// A resource of a target as it is declared.
pub(super) struct Raw<O> {
    kind: String,
    properties: Json,
    of: PhantomData<O>,
}

impl<O> Raw<O> {
    pub(super) fn new(kind: String, properties: Json) -> Self {
        Self { kind, properties, of: PhantomData }
    }
}

impl<O> Resource for Raw<O> {
    type Id = String;
    type Of = O;
    const TYPE: &'static ResourceType = &ResourceType::untyped("");

    fn kind(&self) -> Option<String> {
        Some(self.kind.clone())
    }

    fn into_properties(self) -> Json {
        self.properties
    }
}
