//! A namespace without its class of data as a type: what its objects bear, and what selects it.

use hc_cdk::{
    data::Class,
    model::ConstructRef,
    resource::Made,
    value::{Object, Value},
};

use crate::api::{core, meta::LabelSelector};

/// A namespace without its class of data as a type.
#[derive(Debug, Clone)]
pub(crate) struct Scoped {
    pub(crate) made: Made<core::Namespace>,
    /// Its name as text, for labels that select it.
    pub(crate) text: String,
    /// Its construct.
    pub(crate) this: ConstructRef,
    /// Its class of data.
    pub(crate) class: Class,
}

impl Scoped {
    /// Its name, as a reference.
    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// What selects it.
    pub(crate) fn selector(&self) -> LabelSelector {
        selector(self.text.clone())
    }
}

/// What selects the namespace of that name: the cluster puts the label on every namespace.
pub(crate) fn selector(name: String) -> LabelSelector {
    let labels = Object::new().with("kubernetes.io/metadata.name", name);
    LabelSelector { match_labels: Some(labels), ..LabelSelector::default() }
}
