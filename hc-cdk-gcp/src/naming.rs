//! What every object says of itself: its name, the project that it is made in, and whether it outlives the program.

use hc_cdk::value::{Json, Object, Value};
use hc_cdk_manifest::object::Metadata;

use crate::{
    names::{ABANDON, DELETION},
    project::Home,
};

/// The name and project of an object.
pub(crate) fn meta(name: impl Into<Value<String>>, home: &Home) -> Metadata {
    Metadata { name: Some(name.into()), namespace: Some(home.namespace.clone()), ..Metadata::default() }
}

/// The same of one whose resource stays when the object is deleted.
pub(crate) fn staying(name: impl Into<Value<String>>, home: &Home) -> Metadata {
    kept(meta(name, home), true)
}

/// The same of one whose resource stays if it is to stay.
pub(crate) fn kept(metadata: Metadata, stays: bool) -> Metadata {
    if stays { Metadata { annotations: Some(Object::new().with(DELETION, ABANDON)), ..metadata } } else { metadata }
}

/// A reference to an object, as those of Config Connector have it.
pub(crate) fn by_name(name: &Value<String>) -> Json {
    Object::new().with("name", name.clone()).into()
}
