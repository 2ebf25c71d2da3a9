//! Ways in a cluster: network policies, services, and the way in from outside.

use serde_json::Value;

use super::{Table, gateways, operated::is_inside, when};
use crate::document::{Thing, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("ClosedNamespace", closed),
    ("OpensNamedWays", opens),
    ("ClosedService", |it| {
        let kind = it.text("spec/type");
        let opens = kind == Some("NodePort") || kind == Some("LoadBalancer") && !is_at_an_address(it);
        when(opens, "it opens a port to the outside")
            .or_else(|| when(!it.list("spec/externalIPs").is_empty(), "it answers to addresses outside"))
    }),
    ("NoPortsOfNodes", |it| {
        let quotas = it.others("ResourceQuota").filter(|quota| quota.text("metadata/namespace") == Some(name(it)));
        let none =
            |quota: Thing<'_>, what: &str| quota.written.json["spec"]["hard"].get(what).and_then(number) == Some(0.0);
        let all: Vec<Thing<'_>> = quotas.collect();
        let addresses = it.others("Service").filter(|service| service.text("metadata/namespace") == Some(name(it)));
        let addresses = addresses.filter(|it| is_at_an_address(*it)).count();
        let most = all.iter().filter_map(|it| number(it.written.json["spec"]["hard"].get("services.loadbalancers")?));
        let addresses = f64::from(u32::try_from(addresses).unwrap_or_default());
        let few = most.reduce(f64::min).is_some_and(|it| it <= addresses);
        let open = ["services.loadbalancers", "services.nodeports"]
            .into_iter()
            .filter(|what| !few || *what != "services.loadbalancers")
            .find(|what| !all.iter().any(|it| none(*it, what)));
        let of_quota = it.kind() == "Namespace";
        when(of_quota && open.is_some(), format!("{} are not limited to none", open.unwrap_or_default()))
    }),
    ("TlsForEveryHost", |gateway| match gateway.kind() {
        "Ingress" => {
            let it = gateway;
            let hosts: Vec<&Value> = it.list("spec/tls").iter().flat_map(|it| list(value(it, "hosts"))).collect();
            let open =
                it.list("spec/rules").iter().any(|it| value(it, "host").is_none_or(|host| !hosts.contains(&host)));
            when(open, "a host has no TLS")
                .or_else(|| when(it.at("spec/defaultBackend").is_some(), "what has no host has no TLS"))
        }
        "Gateway" => gateways::open(gateway),
        _ => None,
    }),
    ("NoPlainHttp", |it| match it.kind() {
        "Ingress" => {
            let off = it.written.json["metadata"]["annotations"]["nginx.ingress.kubernetes.io/ssl-redirect"] == "false";
            let on =
                it.written.json["metadata"]["annotations"]["nginx.ingress.kubernetes.io/force-ssl-redirect"] == "true";
            when(it.text("spec/ingressClassName") == Some("nginx") && off && !on, "plain HTTP is answered")
        }
        "Gateway" => {
            let open = |listener: &Value| listener["protocol"] != "HTTPS" && !gateways::sends_on(it, listener);
            when(it.list("spec/listeners").iter().any(open), "a listener takes plain HTTP")
        }
        _ => None,
    }),
    ("BalancerReachesAGateway", |it| {
        let zone = it.text("metadata/namespace");
        let service = it.text("spec/serviceRef/name").unwrap_or_default();
        let made = |other: &Thing<'_>| {
            let class = other.text("spec/gatewayClassName").unwrap_or_default();
            other.text("metadata/namespace") == zone && format!("{}-{class}", name(*other)) == service
        };
        let gateway = it.others("Gateway").find(made);
        let inside = |it: Thing<'_>| {
            it.at("metadata/annotations").is_some_and(|it| it["networking.istio.io/service-type"] == "ClusterIP")
        };
        let group = it.at("spec/targetGroupARN").and_then(|value| it.target(value));
        let encrypted = group.is_none_or(|it| it.text("Protocol") == Some("HTTPS"));
        let of_stack = it.text("spec/targetGroupARN").is_some_and(|it| it.starts_with("${"));
        when(!of_stack && group.is_none(), "its target group is of somebody else")
            .or_else(|| when(!encrypted, "it is asked without TLS"))
            .or_else(|| when(it.text("spec/targetType") != Some("ip"), "nodes are asked instead of pods"))
            .or_else(|| when(gateway.is_none(), "what it leads to is no gateway of the app"))
            .or_else(|| when(!gateway.is_some_and(inside), "its gateway has a balancer of its own"))
            .or_else(|| when(it.at("spec/networking").is_some(), "it opens ways by itself"))
    }),
    ("RequestsAreRecorded", recorded),
];

/// Why something of the requests to an API server is not recorded, or more than should be.
fn recorded(it: Thing<'_>) -> Option<String> {
    if !it.text("apiVersion").is_some_and(|it| it.starts_with("audit.k8s.io/")) {
        return None;
    }
    let rules = it.list("rules");
    let takes_all =
        |rule: &Value| rule.as_object().is_some_and(|it| it.keys().all(|it| it == "level" || it == "omitStages"));
    let leaves_out = rules.iter().find(|it| it["level"] == "None" || takes_all(it));
    let all = leaves_out.is_some_and(|it| it["level"] != "None");
    let stages = it.list("omitStages").iter().chain(rules.iter().flat_map(|it| list(it.get("omitStages"))));
    let silent = stages.into_iter().any(|it| it != "RequestReceived");
    let secret = |of: &Value| {
        let kinds = list(of.get("resources"));
        let named = |it: &Value| ["secrets", "configmaps"].iter().any(|kind| it == kind) || words(it).contains('*');
        kinds.is_empty() || kinds.iter().any(named)
    };
    let bodies = rules.iter().filter(|it| it["level"] != "Metadata" && it["level"] != "None");
    let shown = bodies
        .into_iter()
        .any(|it| list(it.get("resources")).is_empty() || list(it.get("resources")).iter().any(secret));
    let days = it.at("metadata/labels").and_then(|it| it["hc-cdk/audit-retention-days"].as_str()?.parse::<f64>().ok());
    when(!all, "some requests are in no record")
        .or_else(|| when(silent, "an answer is in no record"))
        .or_else(|| when(shown, "what is in secrets is in the records"))
        .or_else(|| when(days.is_none_or(|days| days < it.asked().audit), "the records end too early"))
}

/// Whether a service is reached by a load balancer inside of Azure's network, by private networks that it names.
fn is_at_an_address(it: Thing<'_>) -> bool {
    let notes = it.at("metadata/annotations").and_then(Value::as_object);
    let says =
        |what: &str| notes.and_then(|it| it.get(&format!("service.beta.kubernetes.io/azure-load-balancer-{what}")));
    let others = ["azure-pls", "azure-additional", "azure-allowed", "azure-dns", "azure-pip"];
    let opens = |name: &String| others.iter().any(|it| name.contains(it));
    let from = it.texts("spec/loadBalancerSourceRanges");
    says("internal").is_some_and(|it| it == "true")
        && says("ipv4").and_then(Value::as_str).is_some_and(|it| is_inside(&format!("{it}/32")))
        && !notes.is_some_and(|it| it.keys().any(opens))
        && it.is("spec/allocateLoadBalancerNodePorts", false)
        && !from.is_empty()
        && from.iter().all(|it| is_inside(it))
}

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
    // The private ranges of RFC 1918 have 8, 12 and 16 bits in common, and nobody was ever given more than 8 of the internet.
    let is_wide = |it: &str| {
        let bits = it.rsplit_once('/').and_then(|(_, bits)| bits.parse::<u8>().ok());
        !it.contains(':') && bits.is_none_or(|bits| bits <= 8)
    };
    when(network.is_some_and(is_wide), "it opens a way for the whole internet, or for all private addresses").or_else(
        || {
            when(
                network.is_none() && empty("podSelector") && empty("namespaceSelector"),
                "it opens a way for every pod",
            )
        },
    )
}
