//! An object of a cluster: API version, kind, metadata, and whatever else its kind has.

mod api_object;
mod custom;
mod kind;

use hc_cdk::{model::ResourceModel, value::Value};
#[doc(no_inline)]
pub use hc_cdk::{
    resource::ResourceType,
    value::{Json, Object},
};

pub use self::{
    api_object::ApiObject,
    custom::{Custom, Namespace, Specification},
};

/// What the resources of all targets have in common that are written as objects of a cluster: an object is one for each of
/// them.
#[derive(Debug, Clone, Copy)]
pub struct Objects;

/// Holds for [`Objects`]: a bound that is about targets which are written as objects. An equality would have rustc speak first.
pub trait AreObjects {}

impl AreObjects for Objects {}

/// What every object says of itself, beside its kind.
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    /// Notes for whoever reads the object, such as an operator.
    pub annotations: Option<Object>,
    /// What it is selected by. The labels of its chart come with them when it is written.
    pub labels: Option<Object>,
    /// Its name, which is unique among those of its kind in its namespace.
    pub name: Option<Value<String>>,
    /// Its namespace, if it is in one.
    pub namespace: Option<Value<String>>,
}

impl Metadata {
    /// The same with labels.
    #[must_use]
    pub fn labelled(self, labels: Object) -> Self {
        Self { labels: Some(labels), ..self }
    }

    /// The same with annotations, if there are any.
    #[must_use]
    pub fn annotated(self, annotations: Object) -> Self {
        let annotations = (!annotations.is_empty()).then_some(annotations);
        Self { annotations, ..self }
    }
}

impl From<Metadata> for Json {
    #[inline]
    fn from(it: Metadata) -> Self {
        let mut object = Object::with_capacity(4);
        object.put("annotations", it.annotations);
        object.put("labels", it.labels);
        object.put("name", it.name);
        object.put("namespace", it.namespace);
        object.into()
    }
}

/// An object's API version and kind, if it has both: its own members, or its type's name, such as `apps/v1/Deployment`.
pub fn version_and_kind(resource: &ResourceModel) -> Option<(&str, &str)> {
    let own = |name| resource.properties.get(name).and_then(Json::as_text);
    own("apiVersion").zip(own("kind")).or_else(|| resource.kind.name.rsplit_once('/'))
}
