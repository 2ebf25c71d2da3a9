//! Ways in a cluster: network policies, services, and the way in from outside.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, number, value};

pub(super) const TABLE: Table = &[
    ("ClosedNamespace", closed),
    ("OpensNamedWays", opens),
    ("ClosedService", |it| {
        let kind = it.text("spec/type");
        when(kind.is_some_and(|it| it == "LoadBalancer" || it == "NodePort"), "it opens a port to the outside")
            .or_else(|| when(!it.list("spec/externalIPs").is_empty(), "it answers to addresses outside"))
    }),
    ("NoPortsOfNodes", |it| {
        let quotas = it.others("ResourceQuota").filter(|quota| quota.text("metadata/namespace") == Some(name(it)));
        let none =
            |quota: Thing<'_>, what: &str| quota.written.json["spec"]["hard"].get(what).and_then(number) == Some(0.0);
        let all: Vec<Thing<'_>> = quotas.collect();
        let open = ["services.loadbalancers", "services.nodeports"]
            .into_iter()
            .find(|what| !all.iter().any(|it| none(*it, what)));
        let of_quota = it.kind() == "Namespace";
        when(of_quota && open.is_some(), format!("{} are not limited to none", open.unwrap_or_default()))
    }),
    ("TlsForEveryHost", |it| {
        if it.kind() != "Ingress" {
            return None;
        }
        let hosts: Vec<&Value> = it.list("spec/tls").iter().flat_map(|it| list(value(it, "hosts"))).collect();
        let mut rules = it.list("spec/rules").iter();
        let open = rules.any(|it| value(it, "host").is_none_or(|host| !hosts.contains(&host)));
        when(open, "a host has no TLS")
            .or_else(|| when(it.at("spec/defaultBackend").is_some(), "what has no host has no TLS"))
    }),
];

fn name(it: Thing<'_>) -> &str {
    it.text("metadata/name").unwrap_or_default()
}

/// Why a namespace is open to what no policy opens: no policy selects all its pods in that direction, and lets nothing through.
fn closed(it: Thing<'_>) -> Option<String> {
    if it.kind() != "Namespace" {
        return None;
    }
    ["Ingress", "Egress"].into_iter().find_map(|way| {
        let mut policies = it.others("NetworkPolicy").filter(|it_| it_.text("metadata/namespace") == Some(name(it)));
        let selects = |policy: Thing<'_>| {
            let all = policy.written.json["spec"]["podSelector"].as_object().is_some_and(serde_json::Map::is_empty);
            let types = policy.list("spec/policyTypes");
            // Without a word about the direction it is the way in, and the way out if something is opened there.
            let of_way = types.iter().any(|it| it == way) || (types.is_empty() && way == "Ingress");
            all && of_way
        };
        when(!policies.any(selects), format!("no policy closes its {way}"))
    })
}

/// Why a policy opens a way that it does not name.
fn opens(it: Thing<'_>) -> Option<String> {
    [("spec/ingress", "from"), ("spec/egress", "to")].into_iter().find_map(|(path, peers)| {
        it.list(path).iter().find_map(|rule| {
            let (ports, peers) = (list(value(rule, "ports")), list(value(rule, peers)));
            let numbered = |it: &Value| value(it, "port").is_some_and(|it| number(it).is_some_and(|it| it > 0.0));
            when(ports.is_empty() || !ports.iter().all(numbered), "it opens every port")
                .or_else(|| when(peers.is_empty(), "it opens a way for everybody"))
                .or_else(|| peers.iter().find_map(wide))
        })
    })
}

fn wide(peer: &Value) -> Option<String> {
    let network = value(peer, "ipBlock/cidr").and_then(Value::as_str);
    let empty = |name: &str| {
        peer.get(name).and_then(Value::as_object).is_none_or(|it| {
            it.values().all(|it| {
                it.as_object().map_or_else(|| it.as_array().is_none_or(Vec::is_empty), serde_json::Map::is_empty)
            })
        })
    };
    when(network.is_some_and(|it| it.ends_with("/0") || it.ends_with("/1")), "it opens a way for the whole internet")
        .or_else(|| {
            when(
                network.is_none() && empty("podSelector") && empty("namespaceSelector"),
                "it opens a way for every pod",
            )
        })
}
