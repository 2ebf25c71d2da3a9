//! Gateways of the Gateway API: whose routes they take, and whose certificates they have.
//!
//! Source: Gateway API, "Gateway", "`HTTPRoute`" and "`ReferenceGrant`".

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, value};

/// The label that a cluster gives each namespace.
const NAME: &str = "kubernetes.io/metadata.name";

/// What browsers are told for the protection of who reads.
const PROTECT: [&str; 4] =
    ["content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options"];

pub(super) const TABLE: Table = &[
    ("RefusesWhoAsksTooOften", |it| {
        let text = files(&it);
        let void = [
            "limit_req_dry_run on",
            "set_real_ip_from 0.0.0.0/",
            "set_real_ip_from 128.0.0.0/",
            "set_real_ip_from ::/0",
        ];
        let hearsay = ["limit_req_zone $http_", "limit_req_zone $proxy_add_"];
        void.iter().chain(&hearsay).find(|it| text.contains(**it)).map(|it| format!("it has `{it}`"))
    }),
    ("HeadersWithEveryAnswer", |it| {
        // A location with a header of its own has none of the server's, and one without `always` is in no refusal.
        let text = files(&it).to_lowercase();
        let mut locations = text.split("location ").skip(1).filter_map(|it| it.split('}').next());
        let said: Vec<&str> = PROTECT.into_iter().filter(|it| text.contains(&format!("add_header {it}"))).collect();
        let dropped = |it: &str| it.contains("add_header") && !said.iter().all(|name| it.contains(name));
        let partial =
            |it: &str| said.iter().any(|name| it.contains(&format!("add_header {name}"))) && !it.contains("always");
        when(said.is_empty(), "it says none of these headers")
            .or_else(|| when(text.lines().any(partial), "a refusal comes without what browsers are told"))
            .or_else(|| when(locations.any(dropped), "a location answers without the headers of its server"))
    }),
    ("GatewayTakesOneNamespace", |it| {
        let listeners = it.list("spec/listeners");
        let taken: Vec<Option<&str>> = listeners.iter().map(|listener| taken(it, listener)).collect();
        let is_ours = |zone: &str| it.others("Namespace").any(|it| it.text("metadata/name") == Some(zone));
        when(
            taken.iter().any(|zone| !zone.is_some_and(is_ours)),
            "a listener takes routes of more than one namespace of the app",
        )
        .or_else(|| {
            when(taken.windows(2).any(|two| two[0] != two[1]), "its listeners take routes of several namespaces")
        })
    }),
    ("CiliumAdmitsItsGateways", |it| {
        let spec = &it.written.json["spec"];
        let more = spec.as_object().is_none_or(|it| it.keys().any(|it| it != "endpointSelector" && it != "ingress"));
        let every = value(spec, "endpointSelector/matchLabels")
            .and_then(Value::as_object)
            .is_none_or(serde_json::Map::is_empty);
        let wide = it.list("spec/ingress").iter().any(|way| {
            let others = way.as_object().is_none_or(|it| it.keys().any(|it| it != "fromEntities" && it != "toPorts"));
            let ports = list(way.get("toPorts"));
            let any = ports.iter().any(|it| list(it.get("ports")).is_empty());
            others || way["fromEntities"] != serde_json::json!(["ingress"]) || ports.is_empty() || any
        });
        when(more, "it says more than whom it lets in")
            .or_else(|| when(every, "it is for every pod"))
            .or_else(|| when(wide, "it lets in more than gateways, or to every port"))
    }),
    ("GrantsOneCertificate", |it| {
        let (from, to) = (it.list("spec/from"), it.list("spec/to"));
        let name = to.first().and_then(|it| it.get("name")).and_then(Value::as_str);
        let here = it.text("metadata/namespace");
        let of_certificate =
            |other: Thing<'_>| other.text("metadata/namespace") == here && other.text("spec/secretName") == name;
        let there = from.first().and_then(|it| it.get("namespace")).and_then(Value::as_str);
        let has_it = |gateway: Thing<'_>| {
            let listeners = gateway.list("spec/listeners").iter();
            gateway.text("metadata/namespace") == there
                && listeners.flat_map(|it| list(value(it, "tls/certificateRefs"))).any(|it| {
                    it.get("name").and_then(Value::as_str) == name
                        && it.get("namespace").and_then(Value::as_str) == here
                })
        };
        let all = |list: &[Value], kind: &str| list.iter().all(|it| it.get("kind").is_some_and(|it| it == kind));
        when(from.len() != 1 || to.len() != 1, "it grants more than one thing, or to more than one namespace")
            .or_else(|| when(!all(from, "Gateway"), "others than gateways are granted it"))
            .or_else(|| when(!all(to, "Secret") || name.is_none(), "it grants every secret, or something else"))
            .or_else(|| when(!it.others("Certificate").any(of_certificate), "what it grants is no certificate"))
            .or_else(|| when(!it.others("Gateway").any(has_it), "no gateway of the app has it there"))
    }),
    ("RoutesOfAGateway", |it| {
        if it.kind() != "HTTPRoute" {
            return None;
        }
        let zone = it.text("metadata/namespace");
        let parents = it.list("spec/parentRefs");
        let known = |parent: &Value| {
            let of = value(parent, "namespace").and_then(Value::as_str).or(zone);
            let kind = parent.get("kind").is_none_or(|it| it == "Gateway");
            let takes = |gateway: Thing<'_>| {
                gateway.list("spec/listeners").iter().any(|listener| {
                    let section = parent.get("sectionName").is_none_or(|it| Some(it) == listener.get("name"));
                    let port = parent.get("port").is_none_or(|it| Some(it) == listener.get("port"));
                    section && port && taken(gateway, listener) == zone
                })
            };
            kind && it.others("Gateway").any(|it| {
                it.text("metadata/namespace") == of && it.at("metadata/name") == parent.get("name") && takes(it)
            })
        };
        let backends: Vec<_> = it.list("spec/rules").iter().flat_map(|it| list(value(it, "backendRefs"))).collect();
        let away = backends.iter().any(|it| value(it, "namespace").is_some_and(|it| it.as_str() != zone));
        let other = backends.iter().any(|it| it.get("kind").is_some_and(|it| it != "Service"));
        when(parents.is_empty() || !parents.iter().all(known), "no listener of a gateway of the app takes it")
            .or_else(|| when(away, "it leads to another namespace"))
            .or_else(|| when(other, "it leads to what is no service"))
    }),
];

/// The one namespace of which a listener takes the routes, if it takes those of no other.
pub(super) fn taken<'a>(gateway: Thing<'a>, listener: &'a Value) -> Option<&'a str> {
    let of = value(listener, "allowedRoutes/namespaces");
    match of.and_then(|it| it.get("from")).map_or(Some("Same"), Value::as_str)? {
        "Same" => gateway.text("metadata/namespace"),
        "Selector" => {
            let selector = of?.get("selector")?.as_object()?;
            let name = selector.get("matchLabels")?.as_object()?.get(NAME)?.as_str();
            let expressions = selector.get("matchExpressions").map_or(0, |it| list(Some(it)).len());
            name.filter(|_| expressions == 0)
        }
        _ => None,
    }
}

/// Why somebody may ask a gateway without TLS, or for a host of which it has no certificate.
pub(super) fn open(gateway: Thing<'_>) -> Option<String> {
    let plain = |it: &&Value| sends_on(gateway, it);
    let listeners = gateway.list("spec/listeners").iter();
    let all_plain = when(gateway.list("spec/listeners").iter().all(|it| plain(&it)), "no listener has TLS");
    all_plain.or_else(|| {
        listeners.filter(|it| !plain(it)).find_map(|it| {
            let references = list(value(it, "tls/certificateRefs"));
            let ends = value(it, "tls/mode").is_none_or(|it| it == "Terminate");
            let tls = it["protocol"] == "HTTPS" && ends && !references.is_empty();
            let here = gateway.text("metadata/namespace");
            let away = references.iter().find(|it| !has(gateway, it));
            let leads = |route: &Thing<'_>| {
                route.list("spec/parentRefs").iter().any(|it| {
                    let near = it.get("namespace").map_or(route.text("metadata/namespace"), Value::as_str) == here;
                    near && it.get("name") == gateway.at("metadata/name")
                })
            };
            let mut routes = gateway.others("HTTPRoute").filter(leads);
            let any = it.get("hostname").is_none() && routes.any(|route| route.list("spec/hostnames").is_empty());
            when(!tls, "a listener has no TLS")
                .or_else(|| when(away.is_some(), "nothing grants it the certificate of another namespace"))
                .or_else(|| when(any, "it takes requests for any host"))
        })
    })
}

/// Whether a listener takes plain HTTP, and all that routes of its namespace do there is to send whoever asks on.
pub(super) fn sends_on(gateway: Thing<'_>, listener: &Value) -> bool {
    let here = |parent: &Value| {
        let said = |name: &str, of: &str| parent.get(name).is_none_or(|it| Some(it) == listener.get(of));
        parent.get("name") == gateway.at("metadata/name") && said("sectionName", "name") && said("port", "port")
    };
    let zone = taken(gateway, listener);
    let of_zone = |route: &Thing<'_>| route.text("metadata/namespace") == zone;
    let mut routes = gateway.others("HTTPRoute").filter(of_zone);
    let answers = |route: Thing<'_>| {
        let rules = route.list("spec/rules");
        let sent = |rule: &Value| {
            let to_tls = |it: &Value| value(it, "requestRedirect/scheme").is_some_and(|it| it == "https");
            list(rule.get("backendRefs")).is_empty() && list(rule.get("filters")).iter().any(to_tls)
        };
        route.list("spec/parentRefs").iter().any(here) && (rules.is_empty() || !rules.iter().all(sent))
    };
    listener["protocol"] == "HTTP" && zone.is_some() && !routes.any(answers)
}

/// Whether a gateway may have what it refers to: what is in its own namespace, or is granted in the other.
fn has(gateway: Thing<'_>, reference: &Value) -> bool {
    let here = gateway.text("metadata/namespace");
    let Some(zone) = reference.get("namespace").and_then(Value::as_str).filter(|it| Some(*it) != here) else {
        return true;
    };
    gateway.others("ReferenceGrant").filter(|it| it.text("metadata/namespace") == Some(zone)).any(|grant| {
        let from = |it: &Value| it["kind"] == "Gateway" && it.get("namespace").and_then(Value::as_str) == here;
        let to =
            |it: &Value| it["kind"] == "Secret" && it.get("name").is_none_or(|it| Some(it) == reference.get("name"));
        grant.list("spec/from").iter().any(from) && grant.list("spec/to").iter().any(to)
    })
}

/// The files of a configuration, one after another.
fn files(it: &Thing<'_>) -> String {
    let files = it.at("data").and_then(Value::as_object);
    files.into_iter().flat_map(|it| it.values()).filter_map(Value::as_str).collect()
}
