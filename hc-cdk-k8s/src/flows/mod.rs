//! The ways by which data can go in a cluster, read from the finished objects: what network policies let pass, the secrets and disks that
//! pods get, and what accounts may do with secrets and inside of pods.
//!
//! More is read rather than less. A selector that is more than labels selects every pod of its namespaces, ports count for
//! nothing, and a role that the app does not declare gives everything unless it is known not to. What is in a namespace that the
//! app does not declare is nobody here: its own charts say what it may.

mod cluster;
mod disk;
mod map;
mod network;
mod rights;
mod secret;
mod senders;

use hc_cdk::{
    check::Checked,
    model::Role,
    target::{NetworkMap, Place, Target, To, Way},
};
use indexmap::IndexSet;

use self::cluster::{Cluster, kind};
use crate::{chart::Kubernetes, rules::Operated};

/// The ways that the charts open, cluster by cluster: names are those of one. What says nothing of its cluster may be in each.
pub(crate) fn ways(checked: &Checked<'_>, ways: &mut Vec<Way>) {
    let mut seen = IndexSet::new();
    for cluster in clusters(checked) {
        let mut here = Vec::new();
        network::read(&cluster, &mut here);
        secret::read(&cluster, &mut here);
        disk::read(&cluster, &mut here);
        rights::read(&cluster, &mut here);
        let is_new = |way: &Way| match &way.to {
            To::OneStore(store) => seen.insert((way.who.clone(), *store, way.by, way.is_said)),
            To::EveryStore(_) => true,
        };
        ways.extend(here.into_iter().filter(is_new));
    }
}

/// What the network policies of the charts let pass, cluster by cluster.
pub(crate) fn network(checked: &Checked<'_>, map: &mut NetworkMap) {
    clusters(checked).for_each(|cluster| map::read(&cluster, map));
}

/// The clusters that the charts are for; one that may be any if none of them says.
fn clusters<'a>(checked: &'a Checked<'a>) -> impl Iterator<Item = Cluster<'a>> {
    let charts = checked.stacks_of(Kubernetes::NAME).map(|(_, chart)| chart);
    let mut names: Vec<Option<&str>> = charts.filter_map(|it| it.cluster.as_ref()).map(|it| Some(&*it.name)).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names.push(None);
    }
    names.into_iter().map(|name| Cluster::of(checked, name))
}

/// What an object of that kind is to the data that flows, for judges of what others wrote: constructs say it themselves.
pub fn role(kind: &str) -> Role {
    match kind {
        "Gateway" | "HTTPRoute" | "Ingress" => Role::Endpoint,
        "PersistentVolumeClaim" | "StatefulSet" => Role::Store,
        kind if Operated::of(kind).is_some() => Role::Store,
        _ => Role::Workload,
    }
}

/// The accounts of the charts, by what their tokens say of them.
pub(crate) fn accounts(checked: &Checked<'_>) -> Vec<(String, Place)> {
    let cluster = Cluster::empty(checked);
    let mut accounts = Vec::new();
    for (at, stack) in checked.stacks_of(Kubernetes::NAME) {
        for (place, object) in stack.resources.iter().enumerate().filter(|(_, it)| kind(it) == "ServiceAccount") {
            if let Some((space, name)) = cluster.space_of(object).zip(cluster.name_of(object)) {
                accounts.push((format!("system:serviceaccount:{space}:{name}"), (at, place)));
            }
        }
    }
    accounts
}
