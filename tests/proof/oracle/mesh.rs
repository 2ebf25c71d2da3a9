//! The mesh of a namespace: what Istio's documentation says of the fields of its objects.

use serde_json::Value;

use super::{Table, pods, when};
use crate::document::{Thing, list, value, words};

pub(super) const TABLE: Table = &[
    ("MeshIsStrict", |it| {
        let open = it.at("spec/portLevelMtls").and_then(Value::as_object);
        let mut open = open.into_iter().flatten().filter(|(_, it)| it["mode"] != "STRICT");
        when(it.text("spec/mtls/mode") != Some("STRICT"), "it takes what is not encrypted")
            .or_else(|| when(open.any(|(port, _)| !is_of_figures(it, port)), "a port takes what is not encrypted"))
    }),
    ("MeshAdmitsByName", |it| {
        if it.kind() == "PeerAuthentication" {
            let nobody = |other: &Thing<'_>| {
                let near = other.text("metadata/namespace") == it.text("metadata/namespace");
                near && other.at("spec/selector").is_none()
                    && other.list("spec/rules").is_empty()
                    && other.text("spec/action") == Some("ALLOW")
            };
            let open =
                it.at("spec/selector").is_none() && !it.others("AuthorizationPolicy").any(|other| nobody(&other));
            return when(open, "whoever asks a pod of which no policy says anything is let in");
        }
        let rules = it.list("spec/rules");
        let allows = it.text("spec/action").is_none_or(|it| it == "ALLOW");
        let gateways = it.list("spec/targetRefs");
        let zone = it.text("metadata/namespace");
        let is_gateway = |target: &Value| {
            target["kind"] == "Gateway"
                && it.others("Gateway").any(|other| {
                    other.text("metadata/namespace") == zone && other.at("metadata/name") == target.get("name")
                })
        };
        let of_gateways = !gateways.is_empty() && gateways.iter().all(is_gateway) && it.at("spec/selector").is_none();
        let all_pods = it.at("spec/selector").is_none() && !of_gateways;
        let named = |rule: &Value| {
            let ports: Vec<String> =
                list(rule.get("to")).iter().flat_map(|it| list(value(it, "operation/ports"))).map(words).collect();
            let who: Vec<String> = list(rule.get("from"))
                .iter()
                .flat_map(|it| ["principals", "namespaces"].map(|kind| list(value(it, &format!("source/{kind}")))))
                .flatten()
                .map(words)
                .collect();
            let open = !ports.is_empty() && ports.iter().all(|port| is_of_figures(it, port));
            let anybody = who.is_empty() || who.iter().any(|it| it.contains('*'));
            let networks: Vec<&Value> =
                list(rule.get("from")).iter().flat_map(|it| list(value(it, "source/ipBlocks"))).collect();
            let is_wide = |it: &&Value| {
                let prefix = it.as_str().and_then(|it| it.split_once('/')).and_then(|(_, it)| it.parse::<u8>().ok());
                prefix.is_none_or(|it| it < 16)
            };
            let every = list(rule.get("from")).iter().all(|it| !list(value(it, "source/ipBlocks")).is_empty());
            let from_near = of_gateways && every && !networks.is_empty() && !networks.iter().any(is_wide);
            !ports.is_empty() && (!anybody || from_near || rule.get("from").is_none() && open)
        };
        when(!allows, "it does more than to let somebody in")
            .or_else(|| when(!rules.iter().all(named) || !rules.is_empty() && all_pods, "it lets in whoever asks"))
    }),
    ("SpeaksThroughItsMesh", |it| {
        let zone = it.text("metadata/namespace");
        let closes = |other: Thing<'_>| other.text("metadata/namespace") == zone && other.at("spec/selector").is_none();
        let meshed = it.others("PeerAuthentication").any(closes);
        let metadata = pods::template(it).map(|it| &it["metadata"]);
        let label = metadata.and_then(|it| it["labels"].get("sidecar.istio.io/inject")).map(words);
        when(!meshed, "its namespace has no mesh").or_else(|| when(label.as_deref() != Some("true"), "it has no proxy"))
    }),
    ("RequestsStayInTheMesh", |it| {
        let policy = |name: &str| it.at(&format!("spec/trafficPolicy/{name}"));
        let encrypted = policy("tls/mode").map(words).as_deref() == Some("ISTIO_MUTUAL");
        let more = it.at("spec/subsets").is_some() || policy("portLevelSettings").is_some();
        when(!encrypted || more, "requests may go in the open")
            .or_else(|| when(policy("outlierDetection").is_none(), "pods that fail are asked again and again"))
    }),
    ("RequestsEnd", |it| {
        let (hosts, ways) = (it.list("spec/hosts"), it.list("spec/http"));
        let elsewhere = |way: &Value| {
            let mut there = list(way.get("route")).iter().filter_map(|it| value(it, "destination/host"));
            there.any(|host| !hosts.contains(host)) || way.get("mirror").is_some() || way.get("redirect").is_some()
        };
        let endless = |way: &Value| way["timeout"].as_str().is_none_or(|it| it.starts_with('0') || it.is_empty());
        when(ways.is_empty() || ways.iter().any(endless), "a request never ends")
            .or_else(|| when(ways.iter().any(elsewhere), "a request goes elsewhere"))
    }),
];

/// Whether it is the port of figures of the pods that an object selects.
fn is_of_figures(it: Thing<'_>, port: &str) -> bool {
    let wanted = it.at("spec/selector/matchLabels").and_then(Value::as_object);
    let is_meant = |other: &Thing<'_>| {
        let labels = pods::template(*other).map(|it| &it["metadata"]["labels"]);
        let all = wanted.is_some_and(|all| {
            !all.is_empty() && all.iter().all(|(name, to)| labels.is_some_and(|it| it.get(name) == Some(to)))
        });
        all && other.text("metadata/namespace") == it.text("metadata/namespace")
    };
    let tells = |other: Thing<'_>| {
        let containers = list(pods::pod(other).and_then(|it| it.get("containers")));
        let mut ports = containers.iter().flat_map(|it| list(it.get("ports")));
        ports.any(|it| it["name"] == "metrics" && words(&it["containerPort"]) == port)
    };
    let kinds = ["Deployment", "Rollout", "StatefulSet", "DaemonSet"];
    let all: Vec<Thing<'_>> = kinds.iter().flat_map(|kind| it.others(kind).filter(is_meant)).collect();
    !all.is_empty() && all.into_iter().all(|other| tells(other) || is_asked_by_a_probe(other, port))
}

/// Whether checks of whether something answers are made by a workload, on a port.
fn is_asked_by_a_probe(it: Thing<'_>, port: &str) -> bool {
    let name = it.text("metadata/name").zip(it.text("metadata/namespace"));
    name.is_some_and(|(name, zone)| {
        let at = format!("{name}.{zone}.svc:{port}");
        it.others("Probe").any(|probe| probe.text("spec/prober/url") == Some(&at))
    })
}
