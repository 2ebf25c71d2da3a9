//! Objects as a cluster knows them: by their namespace and their name.

use hc_cdk::{
    check::Checked,
    model::ResourceModel,
    value::{Json, Token},
};

/// The name of an object, if the program knows it.
pub(super) fn name(object: &ResourceModel) -> Option<&str> {
    object.properties.at("metadata/name")?.as_text()
}

/// The namespace of an object, as text or by a reference to it; `default` if it says none.
pub(super) fn namespace<'a>(checked: &Checked<'a>, object: &'a ResourceModel) -> Option<&'a str> {
    match object.properties.at("metadata/namespace") {
        None => Some("default"),
        Some(Json::Text(text)) => Some(text),
        Some(Json::Token(token)) => match token.as_ref() {
            Token::Attribute { resource, .. } => name(checked.system().stack(resource.stack())?.resource(resource)?),
            _ => None,
        },
        Some(_) => None,
    }
}
