//! Objects of operators: metadata and a specification that the construct's own file types, field by field as far as it sets
//! them.

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::{Json, Object},
};

use crate::api::meta::ObjectMeta;

/// The specification of an operator's object.
pub(crate) trait Specification: Into<Json> {
    /// The facts of the object's type.
    const TYPE: &'static ResourceType;
}

/// An operator's object.
pub(crate) struct Custom<S> {
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: S,
}

impl<S: Specification> Resource for Custom<S> {
    type Id = String;
    type Of = crate::chart::Kubernetes;

    const TYPE: &'static ResourceType = S::TYPE;

    fn into_properties(self) -> Json {
        Object::new().with("metadata", self.metadata).with("spec", self.spec).into()
    }
}
