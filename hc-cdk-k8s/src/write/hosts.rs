//! Who answers for a host: a path of one is led to one place, since a controller that is told of two takes either.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    target::Target,
    value::Json,
};

use crate::chart::Kubernetes;

/// A path of a host, with what is meant by it: the whole path, or what begins so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way<'a> {
    cluster: Option<&'a str>,
    class: &'a str,
    host: &'a str,
    path: &'a str,
    kind: &'a str,
}

/// Reports an ingress that leads a path of a host which another one leads already.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken = BTreeSet::new();
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for ingress in chart.resources.iter().filter(|it| it.kind.name == "networking.k8s.io/v1/Ingress") {
            let twice = ways(chart, ingress).into_iter().filter(|way| !taken.insert(*way));
            findings.extend(twice.map(|Way { host, path, .. }| {
                chart.finding(
                    "HostTwice",
                    ingress.construct,
                    format!("leads `{host}{path}`, which another route leads already"),
                    "make one route of both, with a `.route(..)` for each path, or give it a certificate for another domain",
                )
            }));
        }
    }
}

fn ways<'a>(chart: &'a StackModel, ingress: &'a ResourceModel) -> Vec<Way<'a>> {
    let json = &ingress.properties;
    let cluster = chart.cluster.as_ref().map(|cluster| cluster.name.as_str());
    let class = json.at("spec/ingressClassName").and_then(Json::as_text).unwrap_or_default();
    let text = |json: &'a Json, name| json.get(name).and_then(Json::as_text);
    let mut ways = Vec::new();
    for rule in json.at("spec/rules").and_then(Json::as_list).into_iter().flatten() {
        for path in rule.at("http/paths").and_then(Json::as_list).into_iter().flatten() {
            if let (Some(host), Some(path), Some(kind)) =
                (text(rule, "host"), text(path, "path"), text(path, "pathType"))
            {
                ways.push(Way { cluster, class, host, path, kind });
            }
        }
    }
    ways
}
