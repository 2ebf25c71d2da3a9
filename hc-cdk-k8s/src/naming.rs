//! What every object of a namespace says of itself, and how the pods of a workload are known.

use hc_cdk::{
    model::System,
    stack::Scope,
    value::{Json, Object, Token, Value},
};
use hc_cdk_manifest::{naming::is_label, object::Metadata};

use crate::{api::meta::LabelSelector, zone::Space};

/// The label by which the pods of a workload are known. Its value is the workload's name, which is unique in its namespace.
pub(crate) const NAME_LABEL: &str = "app.kubernetes.io/name";

/// The name and namespace of an object.
pub(crate) fn meta(name: impl Into<Value<String>>, namespace: &Space) -> Metadata {
    Metadata { name: Some(name.into()), namespace: Some(namespace.id.clone()), ..Metadata::default() }
}

/// The label of a workload's pods.
pub(crate) fn labels(name: &str) -> Object {
    Object::new().with(NAME_LABEL, name.to_owned())
}

/// What selects the pods of a workload.
pub(crate) fn selector(name: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(labels(name)), ..LabelSelector::default() }
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
