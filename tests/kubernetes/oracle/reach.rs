//! Who reaches whom: network policies come in pairs, each opens one port to one peer, and nothing else opens a namespace.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Object, Value, World, count, items, only, ports, texts};

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    if object.kind() == "NetworkPolicy" {
        match object.name() {
            "closed" => {}
            "names" => names(world, object),
            _ => opening(world, object),
        }
    }
    if object.kind() == "CiliumNetworkPolicy" {
        from_cilium(world, object);
    }
    for (service, zone) in invitations(world, object) {
        let admits = world.objects.iter().any(|it| {
            let (spec, is_cilium) = (&it.json()["spec"], it.kind() == "CiliumNetworkPolicy");
            let pods = &spec[if is_cilium { "endpointSelector" } else { "podSelector" }]["matchLabels"];
            let from = if is_cilium { Some(CILIUM) } else { zone_of(only(&only(&spec["ingress"])["from"])) };
            it.namespace() == object.namespace() && pods["app.kubernetes.io/name"] == *service && from == Some(zone)
        });
        world.must(object, admits, "a way in for whom it invites");
    }
    if let Some(template) = object.pods() {
        peers(world, object, template);
        hosts(world, object, template);
    }
}

/// Questions to the cluster's name server, and to nobody else.
fn names(world: &mut World<'_>, object: &Object) {
    let server = json!({
        "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "kube-system" } },
        "podSelector": { "matchLabels": { "k8s-app": "kube-dns" } },
    });
    let ports = json!([{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }]);
    let spec = &object.json()["spec"];
    let asks =
        spec["egress"] == json!([{ "ports": ports, "to": [server] }]) && spec["policyTypes"] == json!(["Egress"]);
    world.must(object, asks && spec.get("ingress").is_none(), "the name server, and nothing else");
}

/// A policy opens one way, of one port, to one peer or to networks that are named, for the pods of one workload.
fn opening(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let own = world.one_selected(object, &spec["podSelector"]["matchLabels"]);
    let operated = super::watched::listen(world, object, &spec["podSelector"]["matchLabels"]);
    world.must(object, own.is_some() || operated.is_some(), "the pods of one workload");
    let sides = texts(&spec["policyTypes"]);
    let (side, peers) = if sides == ["Egress"] { ("egress", "to") } else { ("ingress", "from") };
    world.must(object, sides.len() == 1 && count(spec, &["egress", "ingress"]) == 1, "one way");
    let rule = only(&spec[side]);
    let (port, peers) = (only(&rule["ports"]), items(&rule[peers]));
    let number = port["port"].as_i64().filter(|it| (1..=65535).contains(it));
    world.must(object, number.is_some() && port["protocol"] == "TCP" && count(port, &["endPort"]) == 0, "one port");
    let listens =
        |target: &Object| ports(target.pods().unwrap_or(&Value::Null)).iter().any(|(_, it)| Some(*it) == number);
    if side == "ingress" {
        let answers = operated.is_some_and(|it| number.is_some_and(|number| it.contains(&number)));
        world.must(object, answers || own.is_some_and(listens), "a port that the pods listen on");
    }
    let networks = peers.iter().filter(|it| it.get("ipBlock").is_some()).count();
    world.must(object, peers.len() == networks.max(1), "one peer, or networks");
    for peer in peers {
        opened(world, object, own, side, peer);
    }
}

/// A policy of Cilium lets its gateways ask one port of the one workload that a route leads them to, and says nothing else.
fn from_cilium(world: &mut World<'_>, object: &Object) {
    let spec = &object.json()["spec"];
    let own = world.one_selected(object, &spec["endpointSelector"]["matchLabels"]);
    let port = &only(&only(&only(&spec["ingress"])["toPorts"])["ports"])["port"];
    let number = port.as_str().and_then(|it| it.parse::<i64>().ok());
    let listens =
        |target: &Object| ports(target.pods().unwrap_or(&Value::Null)).iter().any(|(_, it)| Some(*it) == number);
    world.must(object, own.is_some_and(listens), "a port that the pods listen on");
    let to = json!([{ "ports": [{ "port": port, "protocol": "TCP" }] }]);
    let ingress = json!([{ "fromEntities": [CILIUM], "toPorts": to }]);
    let alone = *spec == json!({ "endpointSelector": spec["endpointSelector"], "ingress": ingress });
    world.must(object, alone, "gateways of Cilium, and nobody else");
    let invited = own.is_some_and(|own| is_invited(world, own, CILIUM));
    world.must(object, invited, "guests that something of the chart lets in");
}

/// What Cilium calls its gateways, which are in no namespace.
const CILIUM: &str = "ingress";

/// Who is let in or out.
fn opened(world: &mut World<'_>, object: &Object, own: Option<&Object>, side: &str, peer: &Value) {
    match (zone_of(peer), peer.get("podSelector"), peer["ipBlock"]["cidr"].as_str()) {
        // The other end of the pair is looked for with all others.
        (Some(_), Some(_), None) => {}
        (Some(zone), None, None) => {
            let invited = side == "ingress" && own.is_some_and(|own| is_invited(world, own, zone));
            world.must(object, invited, "guests that something of the chart lets in");
        }
        (None, None, Some(network)) => {
            let prefix = network.split_once('/').and_then(|(_, prefix)| prefix.parse::<u8>().ok());
            world.must(object, side == "egress" && prefix.is_some_and(|it| it >= 8), "a network that is named");
        }
        _ => world.must(object, false, "one peer"),
    }
}

/// Whether a route or a monitor in the chart lets the pods of that namespace reach a workload.
fn is_invited(world: &World<'_>, own: &Object, zone: &str) -> bool {
    let inside = world.objects.iter().filter(|it| it.namespace() == own.namespace());
    inside.flat_map(|it| invitations(world, it)).any(|(service, from)| *service == own.name() && from == zone)
}

/// The services that a route or a monitor leads to, each with the namespace of those that it lets in.
fn invitations<'a>(world: &World<'_>, object: &'a Object) -> Vec<(&'a Value, &'static str)> {
    let spec = &object.json()["spec"];
    match object.kind() {
        "Ingress" => {
            let zone = if spec["ingressClassName"] == "contour" { "projectcontour" } else { "ingress-nginx" };
            let paths = items(&only(&spec["rules"])["http"]["paths"]);
            paths.iter().map(|it| (&it["backend"]["service"]["name"], zone)).collect()
        }
        "HTTPRoute" => {
            let gateway = only(&spec["parentRefs"])["name"].as_str();
            let of_cilium = |it: &&Object| it.kind() == "Gateway" && it.json()["spec"]["gatewayClassName"] == "cilium";
            let of_cilium = world.objects.iter().copied().filter(of_cilium).any(|it| Some(it.name()) == gateway);
            let from = if of_cilium { CILIUM } else { "gateways" };
            items(&spec["rules"]).iter().map(|it| (&only(&it["backendRefs"])["name"], from)).collect()
        }
        // One of the app is let in by its pods.
        "ServiceMonitor" if world.objects.iter().any(|it| it.kind() == "Prometheus") => Vec::new(),
        "ServiceMonitor" => vec![(&spec["selector"]["matchLabels"]["app.kubernetes.io/name"], "monitoring")],
        _ => Vec::new(),
    }
}

fn zone_of(peer: &Value) -> Option<&str> {
    peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"].as_str()
}

/// Every way out to pods has a way in at its other end, and the other way round.
pub(super) fn check_pairs(world: &mut World<'_>) {
    let World { out, into, .. } = &world;
    let beginnings = out.difference(into).map(|way| format!("{way} is open at its beginning only"));
    let ends = into.difference(out).map(|way| format!("{way} is open at its end only"));
    let wrongs: Vec<String> = beginnings.chain(ends).collect();
    world.wrongs.extend(wrongs);
}

/// The ways between pods that one side opens.
pub(super) fn ways(objects: &[&Object], side: &str, peers: &str) -> BTreeSet<String> {
    let mut ways = BTreeSet::new();
    for policy in objects.iter().filter(|it| it.kind() == "NetworkPolicy") {
        let own = policy.json()["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"].as_str();
        for rule in items(&policy.json()["spec"][side]) {
            for peer in items(&rule[peers]) {
                let other = peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"].as_str();
                let (Some(own), Some(other), Some(zone)) = (own, other, zone_of(peer)) else { continue };
                let here = format!("{}/{own}", policy.namespace().unwrap_or_default());
                let (there, port) = (format!("{zone}/{other}"), &only(&rule["ports"])["port"]);
                ways.insert(if side == "egress" {
                    format!("{here} -> {there}:{port}")
                } else {
                    format!("{there} -> {here}:{port}")
                });
            }
        }
    }
    ways
}

/// Pods that have a port for each other reach each other on it.
fn peers(world: &mut World<'_>, object: &Object, template: &Value) {
    let name = template["metadata"]["labels"]["app.kubernetes.io/name"].as_str().unwrap_or_default();
    let here = format!("{}/{name}", object.namespace().unwrap_or_default());
    for (_, port) in ports(template).iter().filter(|(name, _)| *name == "peers") {
        let way = format!("{here} -> {here}:{port}");
        world.must(object, world.out.contains(&way) && world.into.contains(&way), "members that reach each other");
    }
}

/// Whoever is told of a host is told of a service that exists, and may go there.
fn hosts(world: &mut World<'_>, object: &Object, template: &Value) {
    let variables: Vec<&Value> =
        items(&template["spec"]["containers"]).iter().flat_map(|it| items(&it["env"])).collect();
    for variable in &variables {
        let host = variable["value"].as_str().and_then(|it| it.strip_suffix(".svc")?.split_once('.'));
        let named = variable["name"].as_str().and_then(|it| it.strip_suffix("_HOST"));
        let (Some((service, zone)), Some(named)) = (host, named) else { continue };
        let port = variables.iter().find(|it| it["name"] == format!("{named}_PORT")).map(|it| &it["value"]);
        let Some(port) = port.and_then(|it| it.as_str()?.parse::<i64>().ok()) else {
            world.must(object, false, "a port of the host that it is told of");
            continue;
        };
        let service = world.find("Service", Some(zone), service).map_or(&Value::Null, Object::json);
        let listens = items(&service["spec"]["ports"]).iter().any(|it| it["port"] == port);
        let way = format!(
            "{}/{} -> {zone}/{}:{port}",
            object.namespace().unwrap_or_default(),
            template["metadata"]["labels"]["app.kubernetes.io/name"].as_str().unwrap_or_default(),
            service["spec"]["selector"]["app.kubernetes.io/name"].as_str().unwrap_or_default(),
        );
        world.must(object, listens && world.out.contains(&way), "a way to the host that it is told of");
    }
}
