//! What a cluster has to have before objects are applied, as the objects show it: who makes something of their kinds, by group and version,
//! and what they name and no chart makes.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    need::{Need, Needs, Sort},
    value::{Json, sorted},
};
use indexmap::{IndexMap, IndexSet};

/// The groups that every API server has, besides those without a dot.
const BUILT_IN: [&str; 15] = [
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "audit.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

/// Members that name something of the cluster by a text, the kind that makes it, and what it is.
const NAMED: [(&str, &str, &str); 8] = [
    ("cert-manager.io/cluster-issuer", "ClusterIssuer", "the issuer of the cluster"),
    ("gatewayClassName", "GatewayClass", "the class of gateways"),
    ("image", "", "the image"),
    ("imageName", "", "the image"),
    ("ingressClassName", "IngressClass", "the class of ingresses"),
    ("kubernetes.io/metadata.name", "Namespace", "the namespace"),
    ("priorityClassName", "PriorityClass", "the class of priority"),
    ("storageClassName", "StorageClass", "the storage class"),
];

/// Members that refer to an object of the whole cluster by kind and name.
const REFERENCES: [(&str, &str, &str); 2] = [
    ("issuerRef", "ClusterIssuer", "the issuer of the cluster"),
    ("secretStoreRef", "ClusterSecretStore", "the store of secrets of the cluster"),
];

/// Adds what makes something of the objects of a target. `known` has names for API groups, by how these end.
pub fn operators(checked: &Checked<'_>, target: &str, known: &[(&str, &str)], needs: &mut Needs) {
    let mut kinds: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    let custom = || objects(checked, target).filter(|(_, _, version, _)| is_custom(version));
    for (_, _, version, kind) in custom() {
        kinds.entry(version).or_default().insert(kind);
    }
    for (stack, object, version, _) in custom() {
        let Some(kinds) = kinds.get(version) else { continue };
        let name = known.iter().find(|(group, _)| group_of(version).ends_with(group)).map(|(_, name)| *name);
        let kinds = sorted(kinds).into_iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let what = format!("{}: {kinds} of `{version}`", name.unwrap_or("an operator"));
        needs.add(Need::new(Sort::Operator, "", what), stack, object.construct);
    }
}

/// Whether a target has objects of an API group.
pub fn has_group(checked: &Checked<'_>, target: &str, group: &str) -> bool {
    objects(checked, target).any(|(_, _, version, _)| group_of(version) == group)
}

/// Whether a target has objects of a kind; the core has no group.
pub fn has_kind(checked: &Checked<'_>, target: &str, group: &str, kind: &str) -> bool {
    objects(checked, target).any(|(_, _, version, it)| group_of(version) == group && it == kind)
}

/// Adds what objects name and no object of the app is.
pub fn named(checked: &Checked<'_>, target: &str, needs: &mut Needs) {
    let made: IndexSet<(&str, &str)> =
        objects(checked, target).filter_map(|(_, it, _, kind)| Some((kind, name(it)?))).collect();
    for (stack, object, ..) in objects(checked, target) {
        let mut add = |kind: &str, what: &str, name: &str| {
            if !name.is_empty() && !made.contains(&(kind, name)) {
                needs.add(Need::new(Sort::Existing, "", format!("{what} `{name}`")), stack, object.construct);
            }
        };
        walk(&object.properties, &mut add);
        if let Some(namespace) = object.properties.at("metadata/namespace").and_then(Json::as_text) {
            add("Namespace", "the namespace", namespace);
        }
    }
}

/// The namespaces that objects stand in and no object of the app makes.
pub fn absent_namespaces<'a>(checked: &Checked<'a>, target: &str) -> BTreeSet<&'a str> {
    let made: IndexSet<&str> =
        objects(checked, target).filter_map(|(_, it, _, kind)| name(it).filter(|_| kind == "Namespace")).collect();
    let all = objects(checked, target);
    let named = all.filter_map(|(_, it, ..)| it.properties.at("metadata/namespace").and_then(Json::as_text));
    named.filter(|it| !made.contains(it)).collect()
}

fn walk(tree: &Json, add: &mut dyn FnMut(&str, &str, &str)) {
    match tree {
        Json::List(items) => items.iter().for_each(|it| walk(it, add)),
        Json::Object(members) => {
            for (member, value) in members.iter() {
                let text = |json: Option<&Json>| json.and_then(Json::as_text).unwrap_or_default().to_owned();
                if let Some((_, kind, what)) = NAMED.iter().find(|(it, ..)| *it == member) {
                    add(kind, what, &text(Some(value)));
                }
                let refers = |(it, kind, _): &&(&str, &str, &str)| *it == member && text(value.get("kind")) == *kind;
                if let Some((_, kind, what)) = REFERENCES.iter().find(refers) {
                    add(kind, what, &text(value.get("name")));
                }
                walk(value, add);
            }
        }
        _ => {}
    }
}

/// The objects of a target, with their API version and kind.
fn objects<'a>(
    checked: &Checked<'a>,
    target: &str,
) -> impl Iterator<Item = (&'a StackModel, &'a ResourceModel, &'a str, &'a str)> {
    let all = checked.stacks_of(target).flat_map(|(_, stack)| stack.resources.iter().map(move |it| (stack, it)));
    all.filter_map(|(stack, it)| it.kind().rsplit_once('/').map(|(version, kind)| (stack, it, version, kind)))
}

fn group_of(version: &str) -> &str {
    version.split_once('/').map_or("", |(group, _)| group)
}

fn is_custom(version: &str) -> bool {
    let group = group_of(version);
    group.contains('.') && !BUILT_IN.contains(&group)
}

/// The name of an object, if it says one.
fn name(object: &ResourceModel) -> Option<&str> {
    object.properties.at("metadata/name").and_then(Json::as_text)
}
