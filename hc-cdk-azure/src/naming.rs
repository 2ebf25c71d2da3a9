//! What every object says of itself, and how one names another.

use hc_cdk::{
    stack::Scope,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten},
    object::{Custom, Metadata, Specification},
    tree,
};

use crate::{
    group::Home,
    names::{DETACH, RECONCILE},
};

/// An object of the operator, as others refer to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Thing {
    /// The group of its kind, without the end that all groups have.
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) id: Value<String>,
}

impl Thing {
    pub(crate) const fn new(group: &'static str, kind: &'static str, id: Value<String>) -> Self {
        Self { group, kind, id }
    }

    /// A reference to it.
    pub(crate) fn named(&self) -> Object {
        tree! { group: format!("{}{}", self.group, crate::names::GROUPS), kind: self.kind, name: self.id.clone() }
    }

    /// The same where the cloud's own members have it.
    pub(crate) fn reference(&self) -> Object {
        tree! { reference: self.named() }
    }

    /// What has it as its only identity.
    pub(crate) fn identity(&self) -> Object {
        tree! { type: "UserAssigned", userAssignedIdentities: vec![self.reference()] }
    }
}

/// Whose an object is.
pub(crate) fn owner(id: &Value<String>) -> Json {
    Object::new().with("name", id.clone()).into()
}

/// The name of a part of a construct.
pub(crate) fn part_name(scope: &Scope<'_>, part: &str) -> String {
    if part.is_empty() { name_of(scope) } else { shorten(&format!("{}-{}", name_of(scope), kebab(part))) }
}

/// Declares a part of a construct, by its name in the construct.
pub(crate) fn put<S: Specification>(scope: &mut Scope<'_>, home: &Home, part: &str, spec: S) -> Value<String> {
    let metadata = meta(scope, home, part);
    scope.resource(part.to_owned(), Custom { metadata, spec }).id()
}

/// The same of one that stays when its object is deleted, if it is to stay.
pub(crate) fn keep<S: Specification>(
    scope: &mut Scope<'_>,
    home: &Home,
    part: &str,
    stays: bool,
    spec: S,
) -> Value<String> {
    let annotations = stays.then(|| Object::new().with(RECONCILE, DETACH));
    let metadata = Metadata { annotations, ..meta(scope, home, part) };
    scope.resource(part.to_owned(), Custom { metadata, spec }).id()
}

fn meta(scope: &Scope<'_>, home: &Home, part: &str) -> Metadata {
    let name = Some(part_name(scope, part).into());
    Metadata { name, namespace: Some(home.namespace.clone()), ..Metadata::default() }
}
