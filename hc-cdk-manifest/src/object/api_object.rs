//! Any other kind of object, untyped. A regulated chart takes it only in a waiver.

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::{Json, Object},
};

use super::Objects;

/// An object of any kind, as it is.
#[derive(Debug, Clone)]
pub struct ApiObject(Object);

impl ApiObject {
    /// An object of that API version and kind, of that name.
    pub fn new(version: impl Into<String>, kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self(
            Object::new()
                .with("apiVersion", version.into())
                .with("kind", kind.into())
                .with("metadata", Object::new().with("name", name.into())),
        )
    }

    /// The same in a namespace.
    #[must_use]
    pub fn in_namespace(mut self, name: impl Into<String>) -> Self {
        if let Some(Json::Object(metadata)) = self.0.get_mut("metadata") {
            metadata.insert("namespace", name.into());
        }
        self
    }

    /// The same with one more member beside its metadata.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<Json>) -> Self {
        Self(self.0.with(name, value))
    }
}

impl Resource for ApiObject {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = &ResourceType::untyped("ApiObject");

    fn kind(&self) -> Option<String> {
        let text = |name| self.0.get(name).and_then(Json::as_text).unwrap_or_default();
        Some(format!("{}/{}", text("apiVersion"), text("kind")))
    }

    fn into_properties(self) -> Json {
        self.0.into()
    }
}
