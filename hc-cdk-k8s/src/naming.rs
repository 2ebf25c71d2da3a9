//! What every object of a namespace says of itself, and how the pods of a workload are known.

use hc_cdk::{
    model::System,
    stack::Scope,
    value::{Json, Object, Token, Value},
};
use hc_cdk_manifest::{naming::is_label, object::Metadata};

use crate::{
    api::meta::LabelSelector,
    literal::label::{OwnAnnotation, OwnLabel},
    zone::Space,
};

/// The label by which the pods of a workload are known. Its value is the workload's name, which is unique in its namespace.
pub(crate) const NAME_LABEL: &str = "app.kubernetes.io/name";

/// The label by which the pods of a store are known that an operator runs: operators keep the other one for themselves.
pub(crate) const STORE_LABEL: &str = "hc-cdk/store";

/// The pods of a workload or of a store, by the label that says whose they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pods<'a> {
    pub(crate) name: &'a str,
    /// The label whose value is that name.
    pub(crate) label: &'static str,
}

impl<'a> Pods<'a> {
    /// The pods of a store that an operator runs.
    pub(crate) fn of_store(name: &'a str) -> Self {
        Self { name, label: STORE_LABEL }
    }

    /// The label.
    pub(crate) fn labels(self) -> Object {
        Object::new().with(self.label, self.name.to_owned())
    }

    /// What selects them.
    pub(crate) fn selector(self) -> LabelSelector {
        LabelSelector { match_labels: Some(self.labels()), ..LabelSelector::default() }
    }
}

impl<'a> From<&'a str> for Pods<'a> {
    fn from(name: &'a str) -> Self {
        Self { name, label: NAME_LABEL }
    }
}

impl<'a> From<&'a String> for Pods<'a> {
    fn from(name: &'a String) -> Self {
        name.as_str().into()
    }
}

/// The name and namespace of an object.
pub(crate) fn meta(name: impl Into<Value<String>>, namespace: &Space) -> Metadata {
    Metadata { name: Some(name.into()), namespace: Some(namespace.id.clone()), ..Metadata::default() }
}

/// The label of a workload's pods.
pub(crate) fn labels(name: &str) -> Object {
    Pods::from(name).labels()
}

/// Labels with those of the program's own.
pub(crate) fn own_labels(scope: &mut Scope<'_>, own: &[OwnLabel], labels: Object) -> Object {
    own.iter().fold(labels, |all, it| {
        if all.get(it.name).is_some() {
            scope.reject(None, format!("has two labels called `{}`", it.name), "leave out one of them");
        }
        all.with(it.name, it.value)
    })
}

/// The annotations of the program's own.
pub(crate) fn own_annotations(scope: &mut Scope<'_>, own: &[OwnAnnotation]) -> Object {
    own.iter().fold(Object::new(), |all, it| {
        if all.get(it.name).is_some() {
            scope.reject(None, format!("has two annotations called `{}`", it.name), "leave out one of them");
        }
        all.with(it.name, it.value)
    })
}

/// What selects the pods of a workload.
pub(crate) fn selector(name: &str) -> LabelSelector {
    Pods::from(name).selector()
}

/// Reports what the cluster knows by a name that a cluster does not take.
pub(crate) fn is_named(scope: &mut Scope<'_>, what: &str, name: &str) {
    if !name.split('.').all(is_label) {
        scope.reject(
            None,
            format!("takes {what} called `{name}`, which is no name of a cluster"),
            "write the name that the cluster has for it: small letters, digits, `-` and `.`",
        );
    }
}

/// A text, or the name of the object that a value refers to, if it is known.
pub(crate) fn text_of<'a>(system: &'a System, json: &'a Json) -> Option<&'a str> {
    match json {
        Json::Text(text) => Some(text),
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { resource, .. } => {
                let object = system.stack(resource.stack())?.resource(resource)?;
                text_of(system, object.properties.at("metadata/name")?)
            }
            _ => None,
        },
        _ => None,
    }
}
