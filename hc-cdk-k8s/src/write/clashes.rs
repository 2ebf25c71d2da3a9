//! Objects that cannot both have their way, and work that is never done: a number of pods beside an autoscaler, two autoscalers of the
//! same pods, two routes for the same requests, a schedule of days that never come. A cluster takes all of them without a word.

use std::panic::Location;

use indexmap::{IndexMap, map::Entry};

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use hc_cdk_manifest::read::text;

use super::{object::Object, requests};
use crate::{chart::Kubernetes, literal::cron, rules::Scales};

/// What tells an object from others: cluster, namespace, kind and name.
type Key<'a> = [&'a str; 4];

/// Where objects were declared.
type Places<'a> = IndexMap<Key<'a>, &'static Location<'static>>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (mut counted, mut scaled, mut taken) = (Places::new(), Vec::new(), requests::Taken::new());
    let mut sized = Vec::new();
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for resource in &chart.resources {
            let kind = resource.short_kind();
            let it = Object { checked, chart, resource, kind };
            match kind {
                _ if Scales::of(kind).is_some() => scaled.push(it),
                "VerticalPodAutoscaler" if changes_amounts(&it) => sized.push(it),
                "CronJob" | "Schedule" => findings.extend(never(&it)),
                "Ingress" | "HTTPRoute" => requests::take(&it, &mut taken, findings),
                _ if states_a_number(&it) => {
                    counted.extend(key(&it, kind, it.at("metadata/name")).map(|key| (key, it.written_at())));
                }
                _ => {}
            }
        }
    }
    check_scaled(&scaled, &counted, findings);
    check_sized(&scaled, &sized, findings);
}

/// The amounts of which how many pods there are may follow.
const AMOUNTS: [&str; 2] = ["cpu", "memory"];

/// Whether it gives pods other amounts by itself, and not only says which.
fn changes_amounts(it: &Object<'_>) -> bool {
    it.at("spec/updatePolicy/updateMode").and_then(Json::as_text) != Some("Off")
}

/// Whether it changes that amount of a container. Of containers that it says nothing of, where it speaks of others, nothing is known.
fn changes(it: &Object<'_>, amount: &str) -> bool {
    let policies = it.at("spec/resourcePolicy/containerPolicies").and_then(Json::as_list).unwrap_or_default();
    let is_changed = |policy: &Json| {
        let all = policy.get("controlledResources").and_then(Json::as_list);
        policy.get("mode").and_then(Json::as_text) != Some("Off")
            && all.is_none_or(|all| all.iter().any(|it| it.as_text() == Some(amount)))
    };
    policies.is_empty() || policies.iter().any(is_changed)
}

/// What is wrong with amounts that change by themselves: as many pods as there are follow from a share of them.
///
/// Source: "Known limitations" of the vertical autoscaler.
fn check_sized<'a>(scaled: &[Object<'a>], sized: &[Object<'a>], findings: &mut Vec<Finding>) {
    let places = AMOUNTS.map(|amount| -> Places<'a> {
        let by_it = scaled.iter().filter(|it| scales_by(it, amount));
        by_it.filter_map(|it| Some((target(it)?, it.written_at()))).collect()
    });
    for it in sized {
        let kind = it.at("spec/targetRef/kind").and_then(Json::as_text);
        let own = kind.and_then(|kind| key(it, kind, it.at("spec/targetRef/name")));
        let mut both = AMOUNTS.iter().zip(&places).filter(|(amount, _)| changes(it, amount));
        let first = own.and_then(|own| both.find_map(|(_, places)| places.get_key_value(&own)));
        let Some(([.., name], place)) = first else { continue };
        let message =
            format!("changes what pods of `{name}` take, and another autoscaler makes as many as follow from that");
        let help = "let it say what they should take (`updateMode: \"Off\"`), change the other amount (`controlledResources`), or scale by something else";
        findings.push(it.finding("ScaledTwice", message, help).beside(place, "makes the other one"));
    }
}

/// Whether it scales by that amount: by a figure of the cluster, or by a trigger of KEDA.
fn scales_by(it: &Object<'_>, amount: &str) -> bool {
    let all = ["spec/metrics", "spec/triggers"].iter().filter_map(|path| it.at(path)?.as_list()).flatten();
    let by = |it: &Json| {
        let named = |member| text(it, &[member, "name"]).is_some_and(|it| it == amount);
        let kind = text(it, &["type"]).unwrap_or_default();
        kind == amount
            || kind == "Resource" && named("resource")
            || kind == "ContainerResource" && named("containerResource")
    };
    all.into_iter().any(by)
}

/// What an autoscaler scales.
fn target<'a>(it: &Object<'a>) -> Option<Key<'a>> {
    let otherwise = Scales::of(it.kind).map_or("", |it| it.of);
    let kind = it.text_or(it.at("spec/scaleTargetRef/kind"), otherwise).filter(|it| !it.is_empty())?;
    key(it, kind, it.at("spec/scaleTargetRef/name"))
}

/// Whether an object says how many pods there are, of whatever kind it is.
fn states_a_number(it: &Object<'_>) -> bool {
    let makes_pods = || matches!(it.kind, "Deployment" | "StatefulSet") || it.at("spec/template").is_some();
    it.at("spec/replicas").is_some() && makes_pods()
}

/// What tells the object of that kind and name from others, if it is known.
fn key<'a>(it: &Object<'a>, kind: &'a str, name: Option<&'a Json>) -> Option<Key<'a>> {
    let name = it.text_or(name, "").filter(|it| !it.is_empty())?;
    Some([it.cluster(), it.namespace()?, kind, name])
}

/// What is wrong with autoscalers: their workload states a number itself, or another one scales it, too.
fn check_scaled<'a>(scaled: &[Object<'a>], counted: &Places<'a>, findings: &mut Vec<Finding>) {
    let mut scalers = Places::new();
    for it in scaled {
        let Some(key) = target(it) else { continue };
        let [.., name] = key;
        if let Some(place) = counted.get(&key) {
            let message = format!("scales `{name}`, which states a number of pods itself: each apply sets that again");
            let help = "leave out the `replicas` of what is scaled";
            findings.push(it.finding("CountedAndScaled", message, help).beside(place, "states the number"));
        }
        match scalers.entry(key) {
            Entry::Vacant(place) => _ = place.insert(it.written_at()),
            Entry::Occupied(first) => {
                let message = format!("scales `{name}`, which another autoscaler scales already");
                let finding = it.finding("ScaledTwice", message, "give one autoscaler the figures of both");
                findings.push(finding.beside(first.get(), "makes the other one"));
            }
        }
    }
}

fn never(it: &Object<'_>) -> Option<Finding> {
    let schedule = it.at("spec/schedule")?.as_text()?;
    cron::never(schedule).then(|| {
        let message = format!("has the schedule `{schedule}`, and none of its months has such a day");
        it.finding("Never", message, "name a day that comes")
    })
}
