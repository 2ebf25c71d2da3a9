//! Objects that cannot both have their way, and work that is never done: a number of pods beside an autoscaler, two routes for
//! the same requests, a schedule of days that never come. A cluster takes all of them without a word.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    panic::Location,
};

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::at,
    target::Target,
    value::{Json, Token},
};
use hc_cdk_manifest::object::version_and_kind;

use crate::{chart::Kubernetes, literal::cron};

/// An object of a chart, with its kind.
#[derive(Clone, Copy)]
struct Object<'a> {
    checked: &'a Checked<'a>,
    chart: &'a StackModel,
    resource: &'a ResourceModel,
    kind: &'a str,
}

/// What tells requests, or numbers of pods, from others of the same cluster.
type Key = Vec<String>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (mut counted, mut scaled, mut taken) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for resource in &chart.resources {
            let Some((_, kind)) = version_and_kind(resource) else { continue };
            let it = Object { checked, chart, resource, kind };
            match kind {
                "Deployment" | "StatefulSet" if it.at("spec/replicas").is_some() => {
                    counted.insert(it.key(kind, it.at("metadata/name")), it.written_at());
                }
                "HorizontalPodAutoscaler" => scaled.push(it),
                "CronJob" | "Schedule" => findings.extend(it.never()),
                "Ingress" | "HTTPRoute" => it.routes(&mut taken, findings),
                _ => {}
            }
        }
    }
    findings.extend(scaled.iter().filter_map(|it| it.counted(&counted)));
}

impl<'a> Object<'a> {
    fn at(&self, path: &str) -> Option<&'a Json> {
        at(&self.resource.properties, path)
    }

    fn finding(&self, code: &'static str, message: String, help: &str) -> Finding {
        self.chart.finding(code, self.resource.construct, message, help)
    }

    fn written_at(&self) -> &'static Location<'static> {
        self.chart.construct_of(self.resource).map_or(self.chart.written_at, |it| it.written_at)
    }

    /// A text, or the name of the object that is referred to.
    fn text(&self, json: Option<&Json>) -> String {
        match json {
            Some(Json::Text(text)) => text.to_string(),
            Some(Json::Token(token)) => match token.as_ref() {
                Token::Attribute { resource, .. } => {
                    let other = self.checked.system().stack(resource.stack()).and_then(|it| it.resource(resource));
                    let name = other.and_then(|it| at(&it.properties, "metadata/name")).and_then(Json::as_text);
                    name.unwrap_or_default().to_owned()
                }
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// What tells an object from others of its cluster.
    fn key(&self, kind: &str, name: Option<&Json>) -> Key {
        let namespace = self.text(self.at("metadata/namespace"));
        vec![self.cluster(), namespace, kind.to_owned(), self.text(name)]
    }

    fn cluster(&self) -> String {
        self.chart.cluster.as_ref().map(|it| it.name.clone()).unwrap_or_default()
    }

    /// What is wrong with an autoscaler whose workload states a number itself.
    fn counted(&self, counted: &BTreeMap<Key, &'static Location<'static>>) -> Option<Finding> {
        let kind = self.text(self.at("spec/scaleTargetRef/kind"));
        let key = self.key(&kind, self.at("spec/scaleTargetRef/name"));
        let place = counted.get(&key)?;
        let name = key.last().map_or("", String::as_str);
        let message = format!("scales `{name}`, which states a number of pods itself: each apply sets that again");
        let help = "leave out the `replicas` of what is scaled";
        Some(self.finding("CountedAndScaled", message, help).beside(place, "states the number"))
    }

    fn never(&self) -> Option<Finding> {
        let schedule = self.at("spec/schedule")?.as_text()?;
        cron::never(schedule).then(|| {
            let message = format!("has the schedule `{schedule}`, and none of its months has such a day");
            self.finding("Never", message, "name a day that comes")
        })
    }

    fn routes(&self, taken: &mut BTreeMap<Key, &'static Location<'static>>, findings: &mut Vec<Finding>) {
        let requests = if self.kind == "Ingress" { self.of_ingress() } else { self.of_route() };
        for request in requests {
            let shown: String = request.iter().skip(1).take(2).map(String::as_str).collect();
            let key = [self.cluster(), self.kind.to_owned()].into_iter().chain(request).collect();
            match taken.entry(key) {
                Entry::Vacant(place) => _ = place.insert(self.written_at()),
                Entry::Occupied(first) => {
                    let message = format!("takes the requests for `{shown}`, which another route takes already");
                    let help = "give each route a host or a path of its own";
                    let finding = self.finding("TakenTwice", message, help);
                    findings.push(finding.beside(first.get(), "makes the other one"));
                }
            }
        }
    }

    /// The requests that an ingress takes: controller, host, path, and how it is compared.
    fn of_ingress(&self) -> Vec<Key> {
        // One that takes a share of another's requests says so.
        let annotations = self.at("metadata/annotations").and_then(Json::as_object);
        if annotations.is_some_and(|it| it.get("nginx.ingress.kubernetes.io/canary").is_some()) {
            return Vec::new();
        }
        let class = self.text(self.at("spec/ingressClassName"));
        let mut all = Vec::new();
        for rule in items(self.at("spec/rules")) {
            let host = self.text(rule.get("host")).to_lowercase();
            for path in items(at(rule, "http/paths")) {
                let (kind, path) = (self.text(path.get("pathType")), self.text(path.get("path")));
                all.push(vec![class.clone(), host.clone(), compared(&kind, &path), kind]);
            }
        }
        all
    }

    /// The requests that a route of a gateway takes: the class of the gateway, host, and all that is compared.
    fn of_route(&self) -> Vec<Key> {
        let all_paths = Json::from(hc_cdk::value::Object::new());
        let hosts = items(self.at("spec/hostnames")).iter().map(|it| self.text(Some(it)).to_lowercase());
        let hosts: Vec<String> =
            if self.at("spec/hostnames").is_some() { hosts.collect() } else { vec![String::new()] };
        let mut all = Vec::new();
        for parent in items(self.at("spec/parentRefs")) {
            let gateway = self.gateway(parent);
            for rule in items(self.at("spec/rules")) {
                let matches = match items(rule.get("matches")) {
                    [] => std::slice::from_ref(&all_paths),
                    some => some,
                };
                for (host, compare) in hosts.iter().flat_map(|host| matches.iter().map(move |it| (host, it))) {
                    let text = |name, otherwise: &str| {
                        at(compare, name).and_then(Json::as_text).unwrap_or(otherwise).to_owned()
                    };
                    let (kind, path) = (text("path/type", "PathPrefix"), text("path/value", "/"));
                    let rest = ["headers", "queryParams", "method"].map(|name| match compare.get(name) {
                        Some(json) => json.to_string(),
                        None => String::new(),
                    });
                    let key = [gateway.clone(), host.clone(), compared(&kind, &path), kind];
                    all.push(key.into_iter().chain(rest.into_iter().filter(|it| !it.is_empty())).collect());
                }
            }
        }
        all
    }

    /// The class of a gateway of the app: requests of a host go to one of the gateways of a class. Of another one, its name.
    fn gateway(&self, parent: &Json) -> String {
        let name = parent.get("name");
        if let Some(Json::Token(token)) = name
            && let Token::Attribute { resource, .. } = token.as_ref()
            && let Some(gateway) = self.checked.system().stack(resource.stack()).and_then(|it| it.resource(resource))
        {
            return self.text(at(&gateway.properties, "spec/gatewayClassName"));
        }
        format!("{}/{}", self.text(self.at("metadata/namespace")), self.text(name))
    }
}

fn items(json: Option<&Json>) -> &[Json] {
    json.and_then(Json::as_list).unwrap_or_default()
}

/// A path as it is compared: of a prefix, segment by segment.
fn compared(kind: &str, path: &str) -> String {
    match path.strip_suffix('/') {
        Some(start) if kind != "Exact" && !start.is_empty() => start.to_owned(),
        _ => path.to_owned(),
    }
}
