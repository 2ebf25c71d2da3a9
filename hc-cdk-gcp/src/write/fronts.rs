//! Load balancers that may lead to nobody: to a group of endpoints in zones that no chart of the clusters beside them has. The pods may be
//! another program's, so that is said and refused by nobody; where the app has no chart of a cluster on Google Cloud they are.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
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

/// What there is to say of them.
pub(super) fn notes(checked: &Checked<'_>) -> Vec<String> {
    let charts: Vec<&StackModel> = checked.stacks().iter().filter(|it| is_here(checked, it)).collect();
    if charts.is_empty() {
        return Vec::new();
    }
    let objects = charts.iter().flat_map(|it| &it.resources);
    let told: Vec<&str> =
        objects.filter_map(|it| at(&it.properties, "metadata/annotations")?.get(GROUP)?.as_text()).collect();
    let backends = subjects(checked, Gcp::NAME).filter(|it| it.is("ComputeBackendService"));
    let notes = backends.flat_map(|backend| {
        let led = groups(&backend.resource.properties).into_iter();
        let path = backend.stack.path_of(backend.resource.construct);
        let led = led.filter(|name| !told.iter().any(|it| it.contains(&format!("\"name\":\"{name}\""))));
        led.map(move |name| {
            format!("`{path}` leads to the endpoints `{name}`, which no chart of the app has: `BalancedPods::of(&service, &front.endpoints())` says whose they are")
        })
    });
    notes.collect()
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
    // Those of regions are of no pods.
    paths.filter(|it| it.contains("/zones/")).filter_map(|it| Some(it.split_once(GROUPS)?.1)).collect()
}
