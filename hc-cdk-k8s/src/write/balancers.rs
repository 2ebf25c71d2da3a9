//! Services at an address of the network, by load balancers of a cloud, of which there are more than can be: more than the quota of their
//! namespace lets there be, or two at one address and port.
//!
//! Sources: Kubernetes, "Resource Quotas" (`services.loadbalancers`); "Use an internal load balancer with Azure Kubernetes Service".

use std::panic::Location;

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use indexmap::{IndexMap, map::Entry};

use super::object::Object;
use crate::{chart::Kubernetes, rules::ADDRESS};

/// A cluster, an address of its network, and a port and protocol there.
type At<'a> = (&'a str, &'a str, i64, &'a str);

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (mut quotas, mut services) = (Vec::new(), Vec::new());
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for resource in &chart.resources {
            let it = Object { checked, chart, resource, kind: resource.short_kind() };
            match it.kind {
                "ResourceQuota" => quotas.push(it),
                "Service" if address(&it).is_some() => services.push(it),
                _ => {}
            }
        }
    }
    findings.extend(quotas.iter().filter_map(|it| has_more(it, &services)));
    let mut taken = IndexMap::new();
    findings.extend(services.iter().filter_map(|it| is_elsewhere_already(it, &mut taken)));
}

/// The address of the network that a service asks a load balancer for.
fn address<'a>(it: &Object<'a>) -> Option<&'a str> {
    it.at("spec/type").filter(|it| it.as_text() == Some("LoadBalancer"))?;
    it.at("metadata/annotations")?.get(ADDRESS)?.as_text()
}

/// A namespace with more of them than its quota lets it have: the last ones are never made.
fn has_more(quota: &Object<'_>, services: &[Object<'_>]) -> Option<Finding> {
    let most = match quota.at("spec/hard")?.get("services.loadbalancers")? {
        Json::Int(most) => usize::try_from(*most).ok()?,
        most => most.as_text()?.parse().ok()?,
    };
    let space = |it: &Object<'_>| Some((it.cluster().to_owned(), it.namespace()?.to_owned()));
    let of = space(quota)?;
    let mut beyond = services.iter().filter(|it| space(it).as_ref() == Some(&of)).skip(most);
    let place = beyond.next()?.written_at();
    let message = format!("lets its namespace have {most} load balancers, and there are {}", most + 1 + beyond.count());
    let help =
        "lead all requests by one, or give each a namespace of its own; `.balancer()` lets a `Namespace` have one";
    Some(quota.finding("QuotaTooSmall", message, help).beside(place, "is one more"))
}

/// A service at an address and port of the network at which another one of the cluster is.
fn is_elsewhere_already<'a>(
    it: &Object<'a>,
    taken: &mut IndexMap<At<'a>, &'static Location<'static>>,
) -> Option<Finding> {
    let address = address(it)?;
    let ports = it.at("spec/ports").and_then(Json::as_list).unwrap_or_default();
    ports.iter().find_map(|port| {
        let number = port.get("port")?.as_int()?;
        let protocol = port.get("protocol").and_then(Json::as_text).unwrap_or("TCP");
        match taken.entry((it.machines(), address, number, protocol)) {
            Entry::Vacant(place) => {
                place.insert(it.written_at());
                None
            }
            Entry::Occupied(first) => {
                let message =
                    format!("is reached at {address}, port {number}, which another service of the cluster is");
                let help = "give each an address of its own: `.at(..)` of an `ApplicationGateway`";
                Some(it.finding("AddressTaken", message, help).beside(first.get(), "is reached there first"))
            }
        }
    })
}
