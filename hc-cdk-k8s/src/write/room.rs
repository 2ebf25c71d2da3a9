//! Whether the quota of a namespace has room for its pods when there are as many as there may be, and all of them are replaced at once.
//!
//! A cluster makes no pod that does not fit any more, and says so in an event that nobody reads: a rollout stands still, or an
//! autoscaler does. What is not known here counts for nothing: the pods of a `DaemonSet` are as many as there are nodes, which no chart
//! knows and of which one counts, and what an operator puts beside a container is its own to say.

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use hc_cdk_manifest::read::{has_members, items, text};

use super::{
    amounts::{Amounts, LIMITED, amount, amounts},
    object::Object,
    proxy,
};
use crate::{
    chart::Kubernetes,
    rules::{HAS_TEMPLATE, Operated, Scales},
};

/// A cluster and a namespace of it.
type Space<'a> = (&'a str, &'a str);

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut quotas = Vec::new();
    let mut makers = Vec::new();
    let mut most = IndexMap::new();
    let mut meshed = IndexSet::new();
    let (mut proven, mut domains) = (IndexSet::new(), IndexMap::<(Space<'_>, &str), u64>::new());
    for (at, chart) in checked.stacks_of(Kubernetes::NAME) {
        for (place, resource) in chart.resources.iter().enumerate() {
            let kind = resource.short_kind();
            let it = Object { checked, chart, resource, kind };
            match kind {
                "ResourceQuota" => quotas.push(it),
                "Namespace" if proxy::is_given_to_all(&it) => {
                    meshed.extend(it.text_or(it.at("metadata/name"), "").map(|name| (it.cluster(), name)));
                }
                "Issuer" if proves_by_http(&it) => {
                    proven.extend(space(&it).zip(it.text_or(it.at("metadata/name"), "")));
                }
                "Certificate" => {
                    let number = it.at("spec/dnsNames").and_then(Json::as_list).map_or(1, <[Json]>::len);
                    if let Some(issued) = space(&it).zip(it.text_or(it.at("spec/issuerRef/name"), "")) {
                        *domains.entry(issued).or_default() += number as u64;
                    }
                }
                _ => match Scales::of(kind) {
                    Some(scales) => most.extend(scaled(&it, scales)),
                    None if checked.graph().marks((at, place)).has(HAS_TEMPLATE) => makers.push(it),
                    None if Operated::of(kind).is_some() || proxy::is_a_gateway(&it) => makers.push(it),
                    None => {}
                },
            }
        }
    }
    let mut asked: IndexMap<Space<'_>, Amounts> = IndexMap::new();
    for it in &makers {
        let Some(space) = space(it) else { continue };
        for (number, each) in pods(it, &most, meshed.contains(&space)) {
            add(asked.entry(space).or_default(), each, number);
        }
    }
    for issuer in proven {
        add(asked.entry(issuer.0).or_default(), SOLVER, domains.get(&issuer).copied().unwrap_or(1));
    }
    findings.extend(quotas.iter().filter_map(|quota| too_little(quota, asked.get(&space(quota)?)?)));
}

/// What a pod takes by which cert-manager proves a domain by HTTP, for as long as that takes; there is one for each domain of a certificate.
///
/// Source: the flags `--acme-http01-solver-resource-*` of cert-manager's controller.
const SOLVER: Amounts = [10, 64 << 20, 100, 64 << 20];

fn proves_by_http(issuer: &Object<'_>) -> bool {
    let solvers = issuer.at("spec/acme/solvers").and_then(Json::as_list).unwrap_or_default();
    solvers.iter().any(|it| has_members(it, &["http01"]))
}

fn add(sum: &mut Amounts, each: Amounts, number: u64) {
    sum.iter_mut().zip(each).for_each(|(sum, each)| *sum = sum.saturating_add(each.saturating_mul(number)));
}

fn space<'a>(it: &Object<'a>) -> Option<Space<'a>> {
    Some((it.cluster(), it.namespace()?))
}

/// What an autoscaler scales, and to how many pods at most.
fn scaled<'a>(it: &Object<'a>, scales: &'static Scales) -> Option<((Space<'a>, &'a str, &'a str), u64)> {
    let target = |name: &str, otherwise| it.text_or(it.at(&format!("spec/scaleTargetRef/{name}")), otherwise);
    let (path, otherwise) = scales.most;
    let most = it.at(path).map_or(otherwise, |it| number(Some(it)))?;
    Some(((space(it)?, target("kind", scales.of)?, target("name", "")?), most))
}

fn number(json: Option<&Json>) -> Option<u64> {
    match json {
        Some(Json::Int(number)) => u64::try_from(*number).ok(),
        _ => None,
    }
}

/// The groups of pods that an object makes: how many there are at most, and what each takes. In some namespaces each pod gets a proxy that
/// does not say otherwise.
fn pods(it: &Object<'_>, most: &IndexMap<(Space<'_>, &str, &str), u64>, meshed: bool) -> Vec<(u64, Amounts)> {
    if let Some(operated) = Operated::of(it.kind) {
        let groups = operated.room(&it.resource.properties).into_iter();
        return groups.map(|(number, takes)| (number, amounts(takes))).collect();
    }
    if proxy::is_a_gateway(it) {
        return vec![(1 + surge(None, 1), proxy::DEFAULT)];
    }
    let template = if it.kind == "CronJob" { "spec/jobTemplate/spec/template" } else { "spec/template" };
    let Some((template, pod)) = it.at(template).and_then(|it| Some((it, it.get("spec")?))) else { return Vec::new() };
    let mut each = taken(pod);
    if proxy::is_given_to(template, meshed) {
        add(&mut each, proxy::amounts(template), 1);
    }
    let scaled = || {
        let name = it.text_or(it.at("metadata/name"), "")?;
        most.get(&(space(it)?, it.kind, name)).copied()
    };
    let number = match it.kind {
        "Job" => number(it.at("spec/parallelism")).unwrap_or(1),
        "CronJob" | "DaemonSet" => 1,
        _ => {
            let all = scaled().or_else(|| number(it.at("spec/replicas"))).unwrap_or(1);
            all.saturating_add(beside(it, all))
        }
    };
    vec![(number, each)]
}

/// What the containers of a pod take. Those that start before the others and stay count like these; of those that end, the one that takes
/// most does, if it takes more than all the rest.
///
/// Source: Kubernetes, "Sidecar Containers", on the sharing of resources.
fn taken(pod: &Json) -> Amounts {
    let takes = |it: &Json| it.get("resources").map(amounts).unwrap_or_default();
    let (mut stays, mut before) = (Amounts::default(), Amounts::default());
    for it in items(pod, &["initContainers"]) {
        let mut now = stays;
        add(&mut now, takes(it), 1);
        before = larger(before, now);
        if text(it, &["restartPolicy"]) == Some("Always") {
            stays = now;
        }
    }
    for it in items(pod, &["containers"]) {
        add(&mut stays, takes(it), 1);
    }
    larger(stays, before)
}

fn larger(one: Amounts, other: Amounts) -> Amounts {
    let mut most = one;
    most.iter_mut().zip(other).for_each(|(one, other)| *one = (*one).max(other));
    most
}

/// How many pods stand beside so many while these are replaced.
fn beside(it: &Object<'_>, all: u64) -> u64 {
    match it.kind {
        "Rollout" if it.at("spec/strategy/blueGreen").is_some() => {
            number(it.at("spec/strategy/blueGreen/previewReplicaCount")).unwrap_or(all)
        }
        "Deployment" if it.at("spec/strategy/type").and_then(Json::as_text) == Some("Recreate") => 0,
        "Deployment" => surge(it.at("spec/strategy/rollingUpdate/maxSurge"), all),
        "Rollout" => surge(it.at("spec/strategy/canary/maxSurge"), all),
        _ => 0,
    }
}

/// A number, or a share of all, which is a quarter where nothing is said.
fn surge(json: Option<&Json>, all: u64) -> u64 {
    let share = json.and_then(Json::as_text).and_then(|it| it.strip_suffix('%')?.parse::<u64>().ok());
    number(json).unwrap_or_else(|| all.saturating_mul(share.unwrap_or(25)).div_ceil(100))
}

fn too_little(quota: &Object<'_>, asked: &Amounts) -> Option<Finding> {
    let hard = quota.at("spec/hard")?;
    let said = LIMITED.iter().zip(asked).filter_map(|((name, _, what), asked)| {
        let most = text(hard, &[name])?;
        let less = amount(what, most)? < *asked;
        less.then(|| format!("{} of {most} for `{name}`", words(what, *asked)))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return None;
    }
    let message = format!(
        "has no room for its pods when there are as many as there may be and all are replaced at once: they take {}",
        said.join(", ")
    );
    Some(quota.finding(
        "QuotaTooSmall",
        message,
        "give it a larger `.quota(..)`, or scale its workloads to fewer pods; of a pod for every node, one counts here",
    ))
}

/// An amount as somebody would write it, rounded up.
fn words(what: &str, amount: u64) -> String {
    match what {
        "cpu" if amount.is_multiple_of(1000) => (amount / 1000).to_string(),
        "cpu" => format!("{amount}m"),
        _ if amount.is_multiple_of(1 << 30) => format!("{}Gi", amount >> 30),
        _ => format!("{}Mi", amount.div_ceil(1 << 20)),
    }
}
