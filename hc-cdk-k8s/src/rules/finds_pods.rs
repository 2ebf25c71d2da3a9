//! Whether a Prometheus may find the pods of a namespace: a binding there, or of the cluster, gives its account a role by which it may look.
//!
//! Sources: the Prometheus operator, "RBAC"; Prometheus, `kubernetes_sd_config`.

use hc_cdk::{
    rule::{Index, Subject},
    value::Json,
};
use hc_cdk_manifest::read::in_one_cluster;

use super::read::{at, inside, items, named, namespace_name, text};

/// The bindings of the whole cluster.
static OF_THE_CLUSTER: Index = Index::by(|it| (it.short_kind() == "ClusterRoleBinding").then(String::new));

/// What a Prometheus looks at to find what a monitor is for: groups, and kinds of objects there.
const PODS: [(&str, &str); 1] = [("", "pods")];
const SLICES: [(&str, &str); 3] = [("", "pods"), ("", "services"), ("discovery.k8s.io", "endpointslices")];
const ENDPOINTS: [(&str, &str); 3] = [("", "pods"), ("", "services"), ("", "endpoints")];

/// Whether it may find in a namespace what a monitor is for.
pub(super) fn finds_pods(prometheus: &Subject<'_>, zone: &Subject<'_>, monitor: &Subject<'_>) -> bool {
    let looked_at: &[(&str, &str)] = match prometheus.text("spec/serviceDiscoveryRole") {
        _ if monitor.is("PodMonitor") => &PODS,
        Some("EndpointSlice") => &SLICES,
        _ => &ENDPOINTS,
    };
    let everywhere = zone.found_in_app(&OF_THE_CLUSTER, "").filter(|it| in_one_cluster(zone, it));
    inside(zone, "RoleBinding").chain(everywhere).any(|it| is_for(&it, prometheus) && gives(&it, looked_at))
}

/// Whether a binding is for the account of a Prometheus, or for all of its namespace.
fn is_for(binding: &Subject<'_>, prometheus: &Subject<'_>) -> bool {
    let server = namespace_name(prometheus);
    let account = prometheus.property("spec/serviceAccountName");
    let account = account.map_or(Some("default"), |it| said(prometheus, it));
    let of_all = server.map(|it| format!("system:serviceaccounts:{it}"));
    binding.list("subjects").iter().any(|it| {
        let (name, space) = (at(it, &["name"]), at(it, &["namespace"]));
        let name = name.and_then(|it| said(binding, it));
        match text(it, &["kind"]) {
            Some("ServiceAccount") => {
                space.and_then(|it| said(binding, it)) == server && name.is_some() && name == account
            }
            Some("Group") => name.is_some_and(|it| Some(it) == of_all.as_deref() || it == "system:serviceaccounts"),
            _ => false,
        }
    })
}

/// What an object is called that a value names, by reference or by its name.
fn said<'a>(of: &Subject<'a>, value: &'a Json) -> Option<&'a str> {
    value.as_text().or_else(|| of.referred(value)?.text("metadata/name"))
}

/// Whether the role of a binding lets somebody look at all of these. For a role of the whole cluster that is none of the app its owner
/// answers.
fn gives(binding: &Subject<'_>, looked_at: &[(&str, &str)]) -> bool {
    let kind = if binding.text("roleRef/kind") == Some("Role") { "Role" } else { "ClusterRole" };
    let Some(role) = named(binding, binding.property("roleRef/name"), kind) else { return kind == "ClusterRole" };
    let has = |right: &Json, list: &'static str, wanted: &str| {
        items(right, &[list]).iter().filter_map(Json::as_text).any(|it| it == wanted || it == "*")
    };
    looked_at.iter().all(|(group, name)| {
        role.list("rules").iter().any(|right| {
            at(right, &["resourceNames"]).is_none()
                && has(right, "apiGroups", group)
                && has(right, "resources", name)
                && ["list", "watch"].iter().all(|verb| has(right, "verbs", verb))
        })
    })
}
