//! Gateways in namespaces of the app that have no load balancer: their proxies would be asked by nobody from outside.

use indexmap::IndexMap;

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};

use super::object::Object;
use crate::chart::Kubernetes;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (mut closed, mut gateways) = (IndexMap::new(), Vec::new());
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for resource in &chart.resources {
            let kind = resource.short_kind();
            let it = Object { checked, chart, resource, kind };
            match kind {
                "ResourceQuota" if has_no_balancer(&it) => {
                    closed.extend(it.namespace().map(|space| ((it.cluster(), space), it.written_at())));
                }
                "Gateway" if !is_inside(&it) => gateways.push(it),
                _ => {}
            }
        }
    }
    findings.extend(gateways.iter().filter_map(|it| {
        let space = it.namespace()?;
        let quota = closed.get(&(it.cluster(), space))?;
        let message = format!("has a gateway in the namespace `{space}`, whose quota has no load balancer for it");
        let help = "name a namespace of the cluster that is for gateways: `Controller::Gateway { class: \"nginx\", namespace: \"nginx-gateway\" }`";
        Some(it.finding("GatewayWithoutBalancer", message, help).beside(quota, "makes the quota"))
    }));
}

fn has_no_balancer(quota: &Object<'_>) -> bool {
    let most = quota.at("spec/hard").and_then(|it| it.get("services.loadbalancers"));
    most.is_some_and(|it| it.as_text() == Some("0") || *it == Json::Int(0))
}

/// Whether a mesh makes a gateway for the inside of the cluster, as a balancer of the cloud asks one.
fn is_inside(gateway: &Object<'_>) -> bool {
    let noted = gateway.at("metadata/annotations").and_then(|it| it.get("networking.istio.io/service-type"));
    noted.and_then(Json::as_text) == Some("ClusterIP")
}
