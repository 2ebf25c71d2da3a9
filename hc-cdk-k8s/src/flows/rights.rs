//! What accounts may do with secrets and inside of pods, by roles and their bindings.

use std::rc::Rc;

use indexmap::IndexMap;

use hc_cdk::{
    model::ResourceModel,
    target::{Place, To, Way, Who},
    value::Json,
};

use super::{
    cluster::{Cluster, kind},
    secret,
};
use crate::rules::{gives_more, means};

/// Resources of Kubernetes itself by which somebody gets at data, and the verbs that do it.
const TOUCH: &[(&str, &[&str])] = &[
    ("secrets", &["get", "list", "watch"]),
    ("nodes/proxy", &["create", "get"]),
    ("pods", &["create", "patch", "update"]),
    ("pods/attach", &["create", "get"]),
    ("pods/ephemeralcontainers", &["patch", "update"]),
    ("pods/exec", &["create", "get"]),
    ("pods/portforward", &["create", "get"]),
    ("pods/proxy", &["create", "get"]),
    ("serviceaccounts/token", &["create"]),
    ("services/proxy", &["create", "get"]),
];

/// Roles of every cluster that give nobody a secret or a way into a pod.
const HARMLESS: &[&str] = &["view", "system:auth-delegator", "system:basic-user", "system:discovery"];

/// Reads the bindings.
pub(super) fn read(cluster: &Cluster<'_>, ways: &mut Vec<Way>) {
    let roles = roles(cluster);
    for place in &cluster.others {
        let Some(binding) = cluster.object(*place).filter(|it| kind(it).ends_with("RoleBinding")) else { continue };
        // A binding in a namespace gives what is in that one.
        let space = if kind(binding) == "RoleBinding" { cluster.space_of(binding) } else { None };
        let Some(to) = reached(cluster, &roles, binding, space) else { continue };
        for who in subjects(cluster, binding) {
            let to = to.clone();
            ways.push(Way { who, to, by: *place, reads: true, writes: false, is_said: false });
        }
    }
}

/// Whether roles of the app touch data, by their kinds and names and, where they have one, their namespaces.
fn roles<'a>(cluster: &Cluster<'a>) -> IndexMap<(&'a str, Option<&'a str>, &'a str), bool> {
    let mut roles = IndexMap::new();
    for object in cluster.others.iter().filter_map(|place| cluster.object(*place)) {
        let (kind, space) = match kind(object) {
            "Role" => ("Role", cluster.space_of(object)),
            "ClusterRole" => ("ClusterRole", None),
            _ => continue,
        };
        let given = object.properties.at("rules").filter(|it| !matches!(it, Json::Null));
        let touches_data = |it: &Json| it.as_list().is_none_or(|it| it.iter().any(touches));
        // What other roles are put together to is not looked for.
        let touches = object.properties.at("aggregationRule").is_some() || given.is_some_and(touches_data);
        if let Some(name) = cluster.name_of(object) {
            roles.insert((kind, space, name), touches);
        }
    }
    roles
}

/// Whether a rule of a role lets somebody get at data.
fn touches(rule: &Json) -> bool {
    let touched =
        |(resource, verbs): &(&str, &[&str])| means(rule, "resources", &[resource]) && means(rule, "verbs", verbs);
    gives_more(rule) || means(rule, "apiGroups", &[""]) && TOUCH.iter().any(touched)
}

/// Where a binding leads, if its role touches data: to all pods and secrets, or those of a namespace.
fn reached<'a>(
    cluster: &Cluster<'a>,
    roles: &IndexMap<(&'a str, Option<&'a str>, &'a str), bool>,
    binding: &'a ResourceModel,
    space: Option<&'a str>,
) -> Option<To> {
    let role = binding.properties.at("roleRef")?;
    let name = role.get("name").and_then(|it| cluster.text(it));
    let key = match role.get("kind").and_then(Json::as_text) {
        Some("Role") => ("Role", space, name.unwrap_or_default()),
        _ => ("ClusterRole", None, name.unwrap_or_default()),
    };
    let touches = roles.get(&key).copied().unwrap_or_else(|| !name.is_some_and(|it| HARMLESS.contains(&it)));
    if !touches {
        return None;
    }
    let is_there = |other: &str| space.is_none_or(|space| space == other);
    let pods = cluster.pods.iter().filter(|it| is_there(it.space)).map(|it| it.place);
    let secrets = cluster.secrets_in(space).into_iter();
    let secrets = secrets.flat_map(|place| secret::stores(cluster, place).into_iter().chain([place]));
    let all: Rc<[Place]> = pods.chain(secrets).collect();
    Some(To::EveryStore(all))
}

/// Those whom a binding gives the role: pods by their accounts, and whoever is not of the app.
fn subjects<'a>(cluster: &Cluster<'a>, binding: &'a ResourceModel) -> Vec<Who> {
    let mut who = Vec::new();
    let subjects = binding.properties.at("subjects");
    // Whoever cannot be read may be anybody.
    let hidden = subjects.filter(|it| it.as_list().is_none() && **it != Json::Null);
    for subject in subjects.and_then(Json::as_list).into_iter().flatten().chain(hidden) {
        let text = |name: &str| subject.get(name).and_then(|it| cluster.text(it));
        let name = text("name").unwrap_or("somebody");
        if text("kind") != Some("ServiceAccount") {
            who.push(Who::Elsewhere(format!("`{name}`")));
            continue;
        }
        let space = text("namespace").or_else(|| cluster.space_of(binding)).unwrap_or_default();
        let pods = cluster.all_in(space).iter().filter_map(|at| cluster.pods.get(*at));
        let running: Vec<Who> =
            pods.filter(|it| it.account.is_none_or(|it| it == name)).map(|it| Who::OfApp(it.place)).collect();
        match cluster.accounts.get(&(space, name)) {
            _ if !running.is_empty() => who.extend(running),
            Some(place) => who.push(Who::OfApp(*place)),
            None => who.push(Who::Elsewhere(format!("the account `{space}:{name}`"))),
        }
    }
    who
}
