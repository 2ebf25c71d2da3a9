//! Load balancers that lead to nobody: to a group of endpoints that no chart of the clusters beside them has.
//!
//! Where the app has no chart of a cluster on Google Cloud, the pods are another program's, and nothing is said.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::StackModel,
    rule::at,
    target::Target,
    value::{Json, Token},
};
use hc_cdk_manifest::world::subjects;

use crate::{
    names::{GROUP, GROUPS},
    stack::Gcp,
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let charts: Vec<&StackModel> = checked.stacks().iter().filter(|it| is_here(checked, it)).collect();
    if charts.is_empty() {
        return;
    }
    let objects = charts.iter().flat_map(|it| &it.resources);
    let told: Vec<&str> =
        objects.filter_map(|it| at(&it.properties, "metadata/annotations")?.get(GROUP)?.as_text()).collect();
    for backend in subjects(checked, Gcp::NAME).filter(|it| it.is("ComputeBackendService")) {
        for name in groups(&backend.resource.properties) {
            if told.iter().any(|it| it.contains(&format!("\"{name}\""))) {
                continue;
            }
            let message = format!("leads to the endpoints `{name}`, which no chart of the app's clusters has");
            let help = "add the service of the pods to the chart: `BalancedPods::of(&service, &front.endpoints())`";
            findings.push(backend.stack.finding("LeadsToNobody", backend.resource.construct, message, help));
        }
    }
}

/// Whether it is the chart of a cluster that a stack of the app makes.
fn is_here(checked: &Checked<'_>, chart: &StackModel) -> bool {
    let Some(Json::Token(hosts)) = chart.cluster.as_ref().map(|it| &it.hosts) else { return false };
    let Token::Attribute { resource, .. } = hosts.as_ref() else { return false };
    checked.stacks_of(Gcp::NAME).any(|(_, stack)| stack.id == *resource.stack())
}

/// The names of the groups that requests go to.
fn groups(backend: &Json) -> BTreeSet<&str> {
    let ways = at(backend, "spec/backend").and_then(Json::as_list).unwrap_or_default();
    let paths = ways.iter().filter_map(|it| at(it, "group/networkEndpointGroupRef/external")?.as_text());
    paths.filter_map(|it| Some(it.split_once(GROUPS)?.1)).collect()
}
