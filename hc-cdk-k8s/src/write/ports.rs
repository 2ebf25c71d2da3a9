//! Ports of services: those that a cluster does not take, and ways in that lead to a port of a service that it does not have.
//!
//! Sources: `ValidateService` of Kubernetes' own `pkg/apis/core/validation`, and "Ingress" and "`HTTPRoute`" in the documentation.

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use hc_cdk_manifest::{
    object::version_and_kind,
    read::{at, items, text},
};
use indexmap::{IndexMap, IndexSet};

use super::object::Object;
use crate::chart::Kubernetes;

/// A port that there is not, or that cannot be, is called this in findings.
const PORT: &str = "PortOfNoService";

/// By this name of a port the AWS Load Balancer Controller is told to do what an annotation says of the service that is named.
const IN_A_NOTE: &str = "use-annotation";

/// A port by its number and its name.
type Port<'a> = (Option<i64>, Option<&'a str>);

/// The ports of services, by cluster, namespace and name.
type Services<'a> = IndexMap<[&'a str; 3], Vec<Port<'a>>>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (mut services, mut ways, mut nodes) = (Services::new(), Vec::new(), IndexSet::new());
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for resource in &chart.resources {
            let it = Object { checked, chart, resource, kind: resource.short_kind() };
            match it.kind {
                "Service" if version_and_kind(resource).is_some_and(|(version, _)| version == "v1") => {
                    findings.extend(wrong(&it, &mut nodes).map(|(message, help)| it.finding(PORT, message, help)));
                    let name = it.text_or(it.at("metadata/name"), "");
                    // Of a name of another host it is that host that listens.
                    if let (Some(space), Some(name), None) = (it.namespace(), name, it.at("spec/externalName")) {
                        services.insert([it.cluster(), space, name], ports(&it));
                    }
                }
                "Ingress" | "HTTPRoute" | "GRPCRoute" => ways.push(it),
                _ => {}
            }
        }
    }
    for it in &ways {
        findings.extend(leads_nowhere(it, &services));
    }
}

fn ports<'a>(service: &Object<'a>) -> Vec<Port<'a>> {
    let all = service.at("spec/ports").and_then(Json::as_list).unwrap_or_default().iter();
    all.map(|it| (it.get("port").and_then(Json::as_int), text(it, &["name"]))).collect()
}

/// What of a service's own ports cannot be.
fn wrong<'a>(it: &Object<'a>, nodes: &mut IndexSet<(&'a str, i64, &'a str)>) -> Option<(String, &'static str)> {
    let all = it.at("spec/ports").and_then(Json::as_list).unwrap_or_default();
    let (mut numbers, mut names) = (IndexSet::new(), IndexSet::new());
    for port in all {
        let protocol = text(port, &["protocol"]).unwrap_or("TCP");
        let number = |name| port.get(name).and_then(Json::as_int);
        if number("port").is_some_and(|number| !numbers.insert((number, protocol))) {
            return Some(("has a service with one port twice".to_owned(), "give each a number of its own"));
        }
        if all.len() > 1 && port.get("name").is_none() {
            return Some((
                "has a service with several ports, of which one has no name".to_owned(),
                "name each of them",
            ));
        }
        if text(port, &["name"]).is_some_and(|name| !names.insert(name)) {
            return Some(("has a service with two ports of one name".to_owned(), "give each a name of its own"));
        }
        if let Some(node) =
            number("nodePort").filter(|node| *node != 0 && !nodes.insert((it.machines(), *node, protocol)))
        {
            let message =
                format!("has a service at the port {node} of every node, which another service of the cluster has");
            return Some((message, "leave it out, so that the cluster chooses one"));
        }
    }
    None
}

/// A service of the app to whose port a way leads that it does not have. What the app does not have is somewhere else.
fn leads_nowhere(it: &Object<'_>, services: &Services<'_>) -> Option<Finding> {
    let space = it.namespace()?;
    let nowhere = |(name, space, port): &(&str, &str, Port<'_>)| {
        let ports = services.get(&[it.cluster(), *space, *name])?;
        let is_it = |(number, called): &Port<'_>| match port {
            (Some(asked), _) => *number == Some(*asked) || number.is_none(),
            (None, Some(asked)) => *called == Some(*asked) || *asked == IN_A_NOTE,
            (None, None) => true,
        };
        let shown = port.0.map_or_else(|| port.1.unwrap_or_default().to_owned(), |it| it.to_string());
        (!ports.iter().any(is_it))
            .then(|| format!("leads to the port {shown} of the service `{name}`, which has none of that"))
    };
    let led = if it.kind == "Ingress" { of_ingress(it, space) } else { of_route(it, space) };
    let message = led.iter().find_map(nowhere)?;
    Some(it.finding(PORT, message, "name a port of the service, which is not always that of its pods"))
}

fn of_ingress<'a>(it: &Object<'a>, space: &'a str) -> Vec<(&'a str, &'a str, Port<'a>)> {
    let rules = it.at("spec/rules").and_then(Json::as_list).unwrap_or_default().iter();
    let paths = rules.flat_map(|rule| items(rule, &["http", "paths"])).filter_map(|path| path.get("backend"));
    let all = paths.chain(it.at("spec/defaultBackend")).filter_map(|it| it.get("service"));
    let led = |service: &'a Json| {
        let port = (at(service, &["port", "number"]).and_then(Json::as_int), text(service, &["port", "name"]));
        Some((text(service, &["name"])?, space, port))
    };
    all.filter_map(led).collect()
}

fn of_route<'a>(it: &Object<'a>, space: &'a str) -> Vec<(&'a str, &'a str, Port<'a>)> {
    let rules = it.at("spec/rules").and_then(Json::as_list).unwrap_or_default().iter();
    let is_service = |it: &&&Json| it.get("kind").is_none_or(|it| it.as_text() == Some("Service"));
    let all = rules.flat_map(|rule| items(rule, &["backendRefs"])).collect::<Vec<_>>();
    let led = |it: &&'a Json| {
        let port = (it.get("port").and_then(Json::as_int), None);
        Some((text(it, &["name"])?, text(it, &["namespace"]).unwrap_or(space), port))
    };
    all.iter().filter(is_service).filter_map(led).collect()
}
