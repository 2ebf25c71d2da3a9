//! What runs on and on, what watches it, and what of it is backed up.

use serde_json::Value;

use super::{Table, pods, stores, when};
use crate::document::{Thing, is_on, list, number, value};

pub(super) const TABLE: Table = &[
    ("SurvivesItsZone", |it| match it.kind() {
        _ if stores::is_one(it) => stores::zones(it),
        "Deployment" | "StatefulSet" => when(fewest(it) < 2.0, "one pod may be all there is")
            .or_else(|| when(!is_spread(it), "its pods may all be in one zone")),
        "ScaledObject" => when(least_of_keda(it) < 2.0, "KEDA may leave one pod"),
        _ => None,
    }),
    ("ScaledByWhatIsRead", scaled_by_nothing),
    ("BackedUp", |it| {
        if matches!(it.kind(), "Cluster" | "Elasticsearch" | "PerconaServerMongoDB") {
            return stores::backups(it);
        }
        let all = schedules(it);
        when(all.is_empty(), "nothing backs it up").or_else(|| {
            let long = |it: &Thing<'_>| {
                it.text("spec/template/ttl")
                    .map_or(Some(720.0), hours)
                    .is_some_and(|hours| hours >= it.asked().backup * 24.0)
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

/// What KEDA makes an autoscaler of the cluster of, and nothing if it cannot: a trigger that it does not read is an error of the whole.
fn least_of_keda(it: Thing<'_>) -> f64 {
    let triggers = it.list("spec/triggers");
    let has = |trigger: &Value, all: &[&str]| {
        all.iter().all(|name| value(trigger, "metadata").is_some_and(|it| it[name].is_string()))
    };
    let is_read = |trigger: &Value| match trigger["type"].as_str() {
        Some("cpu" | "memory") => has(trigger, &["value"]),
        Some("prometheus") => has(trigger, &["serverAddress", "query", "threshold"]),
        _ => false,
    };
    let noted = it.at("metadata/annotations").and_then(Value::as_object);
    let paused = noted.is_some_and(|it| it.keys().any(|name| name.starts_with("autoscaling.keda.sh/paused")));
    if triggers.is_empty() || !triggers.iter().all(is_read) || paused {
        return 1.0;
    }
    let least = it.number("spec/minReplicaCount").unwrap_or(0.0);
    it.number("spec/idleReplicaCount").map_or(least, |idle| least.min(idle))
}

/// Why pods may be scaled by what nobody reads, or taken away when nobody answers.
fn scaled_by_nothing(it: Thing<'_>) -> Option<String> {
    let triggers = it.list("spec/triggers");
    let asks = |trigger: &&Value| trigger["type"] == "prometheus";
    let other = triggers.iter().any(|it| !matches!(it["type"].as_str(), Some("cpu" | "memory" | "prometheus")));
    let kept = || {
        let behavior = it.text("spec/fallback/behavior").unwrap_or("static");
        let replicas = it.number("spec/fallback/replicas").unwrap_or(0.0);
        behavior == "currentReplicasIfHigher" && replicas >= it.number("spec/minReplicaCount").unwrap_or(0.0)
    };
    when(other, "it is scaled by something else")
        .or_else(|| when(triggers.iter().any(|it| asks(&it)) && !kept(), "it shrinks when nobody answers"))
        .or_else(|| triggers.iter().filter(asks).find_map(|trigger| unread(it, trigger)))
}

/// Why what a trigger asks for may be read by nobody.
fn unread(it: Thing<'_>, trigger: &Value) -> Option<String> {
    let text = |name: &str| value(trigger, "metadata").and_then(|it| it[name].as_str()).unwrap_or_default();
    let server = text("serverAddress");
    let named = |other: &Thing<'_>| {
        let space = other.text("metadata/namespace").unwrap_or_default();
        server.starts_with(&format!("http://prometheus-operated.{space}.svc"))
    };
    let ours = it.others("Prometheus").any(|it| named(&it)) || server.contains(".monitoring.svc:");
    let label = |name: &str| Some(text("query").split_once(&format!("{name}=\""))?.1.split('"').next()?.to_owned());
    let read = label("namespace").zip(label("job")).is_some_and(|(space, job)| is_asked_for(it, &space, &job));
    when(!ours, "nobody's Prometheus is asked")
        .or_else(|| when(!read, "nobody reads it"))
        .or_else(|| when(text("ignoreNullValues") != "false", "what is away counts as nothing to do"))
}

/// Whether a monitor asks for the figures of a job: of a service that is called so, or of pods with a label that says it.
pub(super) fn is_asked_for(it: Thing<'_>, space: &str, job: &str) -> bool {
    let here = |it: &Thing<'_>| it.text("metadata/namespace") == Some(space);
    let service = it.others("Service").filter(here).find(|it| it.text("metadata/name") == Some(job));
    let labels = service.and_then(|it| it.at("metadata/labels"));
    let wanted = |it: Thing<'_>| it.at("spec/selector/matchLabels").and_then(Value::as_object).cloned();
    let of_service = |it: Thing<'_>| {
        wanted(it).is_some_and(|all| all.iter().all(|(name, to)| labels.and_then(|it| it.get(name)) == Some(to)))
    };
    let of_pods = |it: Thing<'_>| wanted(it).is_some_and(|all| all.values().any(|it| *it == job));
    it.others("ServiceMonitor").filter(here).any(of_service) || it.others("PodMonitor").filter(here).any(of_pods)
}

/// The least number of pods that a workload is scaled to.
fn fewest(it: Thing<'_>) -> f64 {
    let is_for = |other: &Thing<'_>| {
        let to = |name: &str| other.text(&format!("spec/scaleTargetRef/{name}"));
        let kind = to("kind").or(if other.kind() == "ScaledObject" { Some("Deployment") } else { None });
        kind == Some(it.kind())
            && to("name") == it.text("metadata/name")
            && other.text("metadata/namespace") == it.text("metadata/namespace")
    };
    let scaled = it.others("HorizontalPodAutoscaler").filter(is_for);
    let scaled = scaled.map(|it| it.number("spec/minReplicas").unwrap_or(1.0));
    let scaled = scaled.chain(it.others("ScaledObject").filter(is_for).map(least_of_keda)).reduce(f64::min);
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
