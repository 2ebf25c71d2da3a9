//! Two routes for the same requests. What is not known before the deployment is compared with nothing.

use std::{panic::Location, ptr};

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    finding::Finding,
    model::ResourceModel,
    rule::at,
    value::{Json, Token},
};

use super::object::Object;

/// What tells requests from others: cluster, kind of route, class or gateway, host, path, and how these are compared.
type Request = Vec<String>;

/// Who takes which requests, and on which listener.
pub(super) type Taken<'a> = IndexMap<Request, Vec<(Listener<'a>, &'static Location<'static>)>>;

/// Where a gateway listens, as far as it is said.
#[derive(Clone, Copy, Default)]
pub(super) struct Listener<'a> {
    /// The gateway, if it is one of the app.
    gateway: Option<&'a ResourceModel>,
    section: Option<&'a str>,
    port: Option<i64>,
}

impl Listener<'_> {
    /// Whether both may get the same requests. Sections have names of their own in each gateway.
    fn is_shared(&self, other: &Self) -> bool {
        let apart = |differ: Option<bool>| differ.unwrap_or_default();
        let one_gateway = self.gateway.zip(other.gateway).is_none_or(|(one, other)| ptr::eq(one, other));
        let other_section = apart(self.section.zip(other.section).map(|(one, other)| one != other));
        let other_port = apart(self.port.zip(other.port).map(|(one, other)| one != other));
        !(other_port || one_gateway && other_section)
    }
}

/// Notes the requests that a route takes, and finds those that are taken already.
pub(super) fn take<'a>(it: &Object<'a>, taken: &mut Taken<'a>, findings: &mut Vec<Finding>) {
    let each = if it.kind == "Ingress" {
        vec![(Listener::default(), of_ingress(it).unwrap_or_default())]
    } else {
        of_route(it)
    };
    // One route may stand at several listeners; what it says twice for one of them is taken twice.
    let mut own: IndexMap<Request, Vec<Listener<'a>>> = IndexMap::new();
    for (listener, requests) in each {
        let mut seen = IndexSet::new();
        for request in requests {
            if seen.insert(request.clone()) {
                own.entry(request).or_default().push(listener);
            } else {
                findings.push(twice(it, &request, it.written_at()));
            }
        }
    }
    for (request, listeners) in own {
        let is_shared = |other: &Listener<'_>| listeners.iter().any(|it| it.is_shared(other));
        let others = taken.entry(request.clone()).or_default();
        if let Some((_, first)) = others.iter().find(|(other, _)| is_shared(other)) {
            findings.push(twice(it, &request, first));
        }
        others.extend(listeners.into_iter().map(|listener| (listener, it.written_at())));
    }
}

fn twice(it: &Object<'_>, request: &Request, first: &'static Location<'static>) -> Finding {
    let shown: String = request.iter().skip(3).take(2).map(String::as_str).collect();
    let message = format!("takes the requests for `{shown}`, which another route takes already");
    it.finding("TakenTwice", message, "give each route a host or a path of its own")
        .beside(first, "makes the other one")
}

/// The requests that an ingress takes: controller, host, path, and how it is compared.
fn of_ingress(it: &Object<'_>) -> Option<Vec<Request>> {
    let noted = |name| it.at("metadata/annotations").and_then(Json::as_object)?.get(name);
    // One that takes a share of another's requests says so.
    if noted("nginx.ingress.kubernetes.io/canary").is_some() {
        return None;
    }
    let class = it.text_or(it.at("spec/ingressClassName").or_else(|| noted("kubernetes.io/ingress.class")), "")?;
    let mut all = Vec::new();
    for rule in items(it.at("spec/rules")) {
        let Some(host) = it.text_or(rule.get("host"), "") else { continue };
        for path in items(at(rule, "http/paths")) {
            // What an implementation makes of a path is what it makes of a prefix.
            let kind = if path.get("pathType").and_then(Json::as_text) == Some("Exact") { "Exact" } else { "Prefix" };
            let path = it.text_or(path.get("path"), "/").map(|path| compared(kind, path));
            let request =
                |path: &str| [it.cluster(), it.kind, class, &host.to_lowercase(), path, kind].map(str::to_owned);
            all.extend(path.map(|path| request(path).into()));
        }
    }
    Some(all)
}

/// The requests that a route of a gateway takes, by listeners: the class of the gateway, host, and all that is compared.
fn of_route<'a>(it: &Object<'a>) -> Vec<(Listener<'a>, Vec<Request>)> {
    let parents = items(it.at("spec/parentRefs")).iter().filter_map(|parent| gateway(it, parent));
    let compared = compared_by(it);
    let requests = |gateway: &str| {
        let before = |rest: &Request| {
            [it.cluster(), it.kind, gateway].map(str::to_owned).into_iter().chain(rest.clone()).collect()
        };
        compared.iter().map(before).collect()
    };
    parents.map(|(gateway, listener)| (listener, requests(&gateway))).collect()
}

/// What a route compares: host, path, how it is compared, and whatever else.
fn compared_by(it: &Object<'_>) -> Vec<Request> {
    let all_paths = Json::from(hc_cdk::value::Object::new());
    let hosts = items(it.at("spec/hostnames")).iter().filter_map(|host| it.text_or(Some(host), ""));
    let hosts: Vec<String> = match it.at("spec/hostnames") {
        Some(_) => hosts.map(str::to_lowercase).collect(),
        None => vec![String::new()],
    };
    let mut all = Vec::new();
    for rule in items(it.at("spec/rules")) {
        let matches = match items(rule.get("matches")) {
            [] => std::slice::from_ref(&all_paths),
            some => some,
        };
        for (host, compare) in hosts.iter().flat_map(|host| matches.iter().map(move |it| (host, it))) {
            let text = |name, otherwise: &'static str| at(compare, name).map_or(Some(otherwise), Json::as_text);
            let Some((kind, path)) = text("path/type", "PathPrefix").zip(text("path/value", "/")) else { continue };
            let rest = ["headers", "queryParams", "method"].iter().filter_map(|name| compare.get(name));
            let request = [host, compared(kind, path), kind].map(str::to_owned);
            all.push(request.into_iter().chain(rest.map(ToString::to_string)).collect());
        }
    }
    all
}

/// The class of a gateway of the app, since requests of a host go to one of the gateways of a class, or else its name; and where it
/// listens for this.
fn gateway<'a>(it: &Object<'a>, parent: &'a Json) -> Option<(String, Listener<'a>)> {
    let section = at(parent, "sectionName").and_then(Json::as_text);
    let number = |json: Option<&Json>| json.and_then(|it| if let Json::Int(port) = it { Some(*port) } else { None });
    let port = number(at(parent, "port"));
    let Some(gateway) = parent.get("name").and_then(|name| referred(it, name)) else {
        let space = parent.get("namespace").map_or_else(|| it.namespace(), |space| it.text_or(Some(space), ""))?;
        let name = it.text_or(parent.get("name"), "")?;
        return Some((format!("{space}/{name}"), Listener { gateway: None, section, port }));
    };
    let listeners = items(at(&gateway.properties, "spec/listeners")).iter();
    let mut named = listeners.filter(|it| section.is_some() && it.get("name").and_then(Json::as_text) == section);
    let port = port.or_else(|| number(named.next()?.get("port")));
    let class = it.text_or(at(&gateway.properties, "spec/gatewayClassName"), "")?;
    Some((class.to_owned(), Listener { gateway: Some(gateway), section, port }))
}

fn referred<'a>(it: &Object<'a>, name: &Json) -> Option<&'a ResourceModel> {
    let Json::Token(token) = name else { return None };
    let Token::Attribute { resource, .. } = token.as_ref() else { return None };
    it.checked.system().stack(resource.stack())?.resource(resource)
}

fn items(json: Option<&Json>) -> &[Json] {
    json.and_then(Json::as_list).unwrap_or_default()
}

/// A path as it is compared: of a prefix, segment by segment.
fn compared<'a>(kind: &str, path: &'a str) -> &'a str {
    match path.strip_suffix('/') {
        Some(start) if kind != "Exact" && !start.is_empty() => start,
        _ => path,
    }
}
