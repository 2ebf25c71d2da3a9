//! Gateways that may lead to nobody: to an address of the network that no chart of the clusters beside them has. The pods may be another
//! program's, so that is said and refused by nobody.

use hc_cdk::{
    check::Checked,
    model::StackModel,
    rule::at,
    target::Target,
    value::{Json, Token},
};
use hc_cdk_manifest::world::subjects;

use crate::{names::ADDRESS, stack::Azure};

/// What there is to say of them.
pub(super) fn notes(checked: &Checked<'_>) -> Vec<String> {
    let charts: Vec<&StackModel> = checked.stacks().iter().filter(|it| is_here(checked, it)).collect();
    if charts.is_empty() {
        return Vec::new();
    }
    let objects = charts.iter().flat_map(|it| &it.resources);
    let had: Vec<&str> =
        objects.filter_map(|it| at(&it.properties, "metadata/annotations")?.get(ADDRESS)?.as_text()).collect();
    let gateways = subjects(checked, Azure::NAME).filter(|it| it.is("ApplicationGateway"));
    let notes = gateways.flat_map(|gateway| {
        let asked = addresses(&gateway.resource.properties).filter(|it| !had.contains(it));
        let path = gateway.stack.path_of(gateway.resource.construct);
        asked.map(move |address| format!("`{path}` leads to {address}, which no service of the app's charts has: `HttpsRoute::builder()..balancer(&front.endpoints())` says whose it is, or `BalancedPods`"))
    });
    notes.collect()
}

/// Whether it is the chart of a cluster that a stack of the app makes.
fn is_here(checked: &Checked<'_>, chart: &StackModel) -> bool {
    let Some(Json::Token(hosts)) = chart.cluster.as_ref().map(|it| &it.hosts) else { return false };
    let Token::Attribute { resource, .. } = hosts.as_ref() else { return false };
    checked.stacks_of(Azure::NAME).any(|(_, stack)| stack.id == *resource.stack())
}

/// The addresses that a gateway hands requests to.
fn addresses(gateway: &Json) -> impl Iterator<Item = &str> {
    let pools = at(gateway, "spec/backendAddressPools").and_then(Json::as_list).unwrap_or_default();
    let all = pools.iter().flat_map(|it| at(it, "backendAddresses").and_then(Json::as_list).unwrap_or_default());
    all.filter_map(|it| at(it, "ipAddress")?.as_text())
}
