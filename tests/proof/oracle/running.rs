//! What runs on and on, what watches it, and what of it is backed up.

use serde_json::Value;

use super::{Table, pods, stores, when};
use crate::document::{Thing, is_on, list, number, value};

pub(super) const TABLE: Table = &[
    ("SurvivesItsZone", |it| match it.kind() {
        _ if stores::is_one(it) => stores::zones(it),
        "Deployment" | "StatefulSet" => when(fewest(it) < 2.0, "one pod may be all there is")
            .or_else(|| when(!is_spread(it), "its pods may all be in one zone")),
        _ => None,
    }),
    ("BackedUp", |it| {
        if matches!(it.kind(), "Cluster" | "Elasticsearch" | "PerconaServerMongoDB") {
            return stores::backups(it);
        }
        let all = schedules(it);
        when(all.is_empty(), "nothing backs it up").or_else(|| {
            let long = |it: &Thing<'_>| {
                it.text("spec/template/ttl")
                    .map_or(Some(720.0), hours)
                    .is_some_and(|hours| hours >= it.documents.asked.backup * 24.0)
            };
            when(!all.iter().any(long), "backups end too early")
        })
    }),
    ("RecoveredInTime", |it| {
        if matches!(it.kind(), "Cluster" | "Elasticsearch" | "PerconaServerMongoDB") {
            return stores::in_time(it);
        }
        when(!schedules(it).iter().any(is_hourly), "an hour's work may be lost")
    }),
    ("AlertsSayWhatToDo", |it| {
        let alerts = it
            .list("spec/groups")
            .iter()
            .flat_map(|it| list(value(it, "rules")))
            .filter(|it| it.get("alert").is_some());
        let all = ["labels/severity", "annotations/runbook_url"];
        alerts.into_iter().find_map(|alert| {
            let words = value(alert, "annotations/summary").or(value(alert, "annotations/description"));
            all.iter()
                .find(|path| value(alert, path).is_none())
                .map(|path| format!("an alert has no {path}"))
                .or_else(|| when(words.is_none(), "an alert does not say what is wrong"))
        })
    }),
];

/// The least number of pods that a workload is scaled to.
fn fewest(it: Thing<'_>) -> f64 {
    let is_for = |other: &Thing<'_>| {
        let to = |name: &str| other.text(&format!("spec/scaleTargetRef/{name}"));
        to("kind") == Some(it.kind())
            && to("name") == it.text("metadata/name")
            && other.text("metadata/namespace") == it.text("metadata/namespace")
    };
    let scaled = it.others("HorizontalPodAutoscaler").filter(is_for);
    let scaled = scaled.map(|it| it.number("spec/minReplicas").unwrap_or(1.0)).reduce(f64::min);
    scaled.unwrap_or_else(|| it.number("spec/replicas").unwrap_or(1.0))
}

/// Whether a constraint keeps a workload's pods in several zones.
fn is_spread(it: Thing<'_>) -> bool {
    let Some(pod) = pods::pod(it) else { return false };
    let labels = pods::template(it).map(|it| &it["metadata"]["labels"]);
    let selects = |rule: &Value| {
        let wanted = value(rule, "labelSelector/matchLabels").and_then(Value::as_object);
        wanted.is_some_and(|all| {
            !all.is_empty() && all.iter().all(|(name, to)| labels.is_some_and(|it| it.get(name) == Some(to)))
        })
    };
    let zone = |rule: &Value| rule["topologyKey"] == "topology.kubernetes.io/zone";
    let apart = list(value(pod, "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution"));
    let mut spread = list(value(pod, "topologySpreadConstraints")).iter();
    spread.any(|it| zone(it) && it["whenUnsatisfiable"] != "ScheduleAnyway" && it["maxSkew"] == 1 && selects(it))
        || apart.iter().any(|it| zone(it) && selects(it))
}

/// Velero's schedules that take what an object keeps: its namespace, its claims and their volumes.
fn schedules(it: Thing<'_>) -> Vec<Thing<'_>> {
    let zone = it.text("metadata/namespace");
    let takes = |schedule: &Thing<'_>| {
        let of = |path: &str| schedule.list(&format!("spec/template/{path}"));
        let has = |path: &str, one: &str| of(path).iter().any(|it| it == "*" || it == one);
        let kinds = ["persistentvolumeclaims", "persistentvolumes"];
        let zones = of("includedNamespaces").is_empty() || has("includedNamespaces", zone.unwrap_or_default());
        let left_out = has("excludedNamespaces", zone.unwrap_or_default())
            || kinds.iter().any(|kind| has("excludedResources", kind));
        let all = of("includedResources").is_empty() || kinds.iter().all(|kind| has("includedResources", kind));
        let off = ["spec/template/snapshotVolumes"].iter().any(|path| schedule.at(path).is_some_and(|it| *it == false));
        zones
            && !left_out
            && all
            && !off
            && !schedule.at("spec/paused").is_some_and(is_on)
            && is_selected(it, *schedule)
    };
    it.others("Schedule").filter(takes).collect()
}

/// Whether the claims of an object have the labels that a schedule selects. They have those by which the object finds its pods.
fn is_selected(it: Thing<'_>, schedule: Thing<'_>) -> bool {
    let Some(wanted) = schedule.at("spec/template/labelSelector/matchLabels").and_then(Value::as_object) else {
        return true;
    };
    if let Some(labels) = stores::labels_of_claims(it) {
        return wanted.iter().all(|(name, to)| labels.get(name) == Some(to));
    }
    let own = |claim: Option<&Value>, name: &str, to: &Value| {
        let labels = [
            it.at("spec/selector/matchLabels"),
            claim.and_then(|it| value(it, "metadata/labels")),
            it.at("metadata/labels"),
        ];
        let labels = if it.kind() == "StatefulSet" { &labels[..2] } else { &labels[2..] };
        labels.iter().flatten().any(|it| it.get(name) == Some(to))
    };
    let claims = it.list("spec/volumeClaimTemplates");
    let all = |claim: Option<&Value>| wanted.iter().all(|(name, to)| own(claim, name, to));
    if claims.is_empty() { all(None) } else { claims.iter().all(|it| all(Some(it))) }
}

fn hours(text: &str) -> Option<f64> {
    text.split_once('h')?.0.parse().ok()
}

/// Whether a schedule runs in every hour of every day.
fn is_hourly(it: &Thing<'_>) -> bool {
    let Some(text) = it.text("spec/schedule") else { return false };
    let fields: Vec<&str> = text.split_whitespace().collect();
    match fields[..] {
        [minute, "*" | "*/1", "*", "*", "*"] => {
            minute.split(['/', ',', '-']).all(|it| it == "*" || number(&it.into()).is_some())
        }
        [one] => one == "@hourly" || one == "@every 1h",
        ["@every", span] => span.ends_with('m') && !span.contains('h') || span == "1h",
        _ => false,
    }
}
