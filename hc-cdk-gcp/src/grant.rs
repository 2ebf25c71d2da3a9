//! Who may do what: one role for one account, on one resource.

use std::borrow::Cow;

use hc_cdk::{
    stack::Scope,
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten},
    object::Custom,
    tree,
};

use crate::{
    kinds::PolicyMember,
    naming::{by_name, meta},
    project::Home,
};

/// A role that somebody has on something.
pub(crate) struct Grant<'a> {
    /// Who has it, by `member` or by `memberFrom`.
    pub(crate) member: Object,
    /// The role.
    pub(crate) role: &'static str,
    /// The API version and kind of what it is on.
    pub(crate) kind: (&'static str, &'static str),
    /// The object that it is on.
    pub(crate) resource: &'a Value<String>,
}

/// Declares a grant, by its name in the construct.
pub(crate) fn on(scope: &mut Scope<'_>, name: impl Into<Cow<'static, str>>, home: &Home, grant: Grant<'_>) {
    let name = name.into();
    let (version, kind) = grant.kind;
    let on = tree! { apiVersion: version, kind: kind, name: grant.resource.clone() };
    let mut spec = grant.member;
    spec.insert("role", grant.role);
    spec.insert("resourceRef", on);
    let metadata = meta(shorten(&format!("{}-{}", name_of(scope), kebab(&name))), home);
    scope.resource(name, Custom { metadata, spec: PolicyMember(spec) });
}

/// Declares a role of an account of the app on its project, as far as a condition goes.
pub(crate) fn on_project(
    scope: &mut Scope<'_>,
    name: &'static str,
    home: &Home,
    account: &Value<String>,
    role: &'static str,
    condition: Option<Object>,
) {
    let spec = tree! {
        memberFrom: { serviceAccountRef: by_name(account) },
        role: role,
        condition?: condition,
        resourceRef: { kind: "Project", external: format!("projects/{}", home.id()) },
    };
    let metadata = meta(shorten(&format!("{}-{}", name_of(scope), kebab(name))), home);
    scope.resource(name, Custom { metadata, spec: PolicyMember(spec) });
}
