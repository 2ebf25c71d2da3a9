//! How Prometheus finds what it asks: by a right on the pods of a namespace that ends there.

use hc_cdk::stack::Scope;

use super::prometheus::Asking;
use crate::{api::rbac, naming::meta, zone::Scoped};

/// Lets Prometheus find the pods of a namespace.
pub(super) fn lets_find(scope: &mut Scope<'_>, zone: &Scoped, name: &str, watcher: &Asking) {
    let right = |group: &'static str, kinds: &[&'static str]| rbac::PolicyRule {
        api_groups: Some(vec![group.into()]),
        resources: Some(kinds.iter().map(|it| (*it).into()).collect()),
        ..rbac::PolicyRule::new(["get", "list", "watch"].map(Into::into).into())
    };
    let rules = vec![right("", &["pods", "services"]), right("discovery.k8s.io", &["endpointslices"])];
    let role =
        scope.resource("Finding", rbac::Role { rules: Some(rules), ..rbac::Role::new(meta(name.to_owned(), zone)) });
    let role = rbac::RoleRef {
        api_group: Some("rbac.authorization.k8s.io".into()),
        ..rbac::RoleRef::new(rbac::RoleRefKind::Role, role.id())
    };
    let who = rbac::Subject {
        namespace: Some(watcher.space.id.clone()),
        ..rbac::Subject::new(rbac::SubjectKind::ServiceAccount, watcher.account.clone())
    };
    let binding = rbac::RoleBinding::new(meta(name.to_owned(), zone), role);
    scope.resource("Binding", rbac::RoleBinding { subjects: Some(vec![who]), ..binding });
}
