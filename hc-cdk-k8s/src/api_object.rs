//! Any other kind of object, untyped. A regulated chart takes it only in a waiver.

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::{Json, Object},
};

use crate::chart::Kubernetes;

/// An object of any kind, as it is.
///
/// ```
/// use hc_cdk::{policy::Production, prelude::*, rule::BY_HAND, value::Object};
/// use hc_cdk_k8s::{api_object::ApiObject, prelude::*};
///
/// let mut chart = Chart::<Production>::new("clinic");
/// let class = ApiObject::new("scheduling.k8s.io/v1", "PriorityClass", "urgent").with("value", 1000);
/// chart.add("Urgent", Waiver::new(BY_HAND, "batch work must not starve requests", "jane.roe", date!("2027-01-31")).resource(class));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
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
    type Of = Kubernetes;

    const TYPE: &'static ResourceType = &ResourceType::untyped("ApiObject");

    fn kind(&self) -> Option<String> {
        let text = |name| self.0.get(name).and_then(Json::as_text).unwrap_or_default();
        Some(format!("{}/{}", text("apiVersion"), text("kind")))
    }

    fn into_properties(self) -> Json {
        self.0.into()
    }
}
