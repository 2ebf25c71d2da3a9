//! Pods that a cluster does not take, or never replaces: what its API server answers to one object, and rollouts that wait for what cannot
//! come. A template of pods is read alone; what may be made elsewhere is not asked for.
//!
//! Sources: `ValidateDeployment`, `ValidateDaemonSet`, `ValidatePodTemplateSpec`, `validateContainers`, `ValidateJob` and
//! `ValidateHorizontalPodAutoscaler` of Kubernetes' own `pkg/apis/{apps,batch,core,autoscaling}/validation`, and "Deployments" of its
//! documentation on selectors of several controllers.

use std::panic::Location;

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use hc_cdk_manifest::read::{at, items};
use indexmap::{IndexMap, map::Entry};

use super::{
    containers::{self, Wrong},
    object::Object,
};
use crate::{chart::Kubernetes, rules::HAS_TEMPLATE};

/// What a cluster refuses, or never does, is called this in findings.
const NEVER: &str = "PodsNeverRun";

/// Which pods are taken for one's own: cluster, namespace, and labels.
type Selected<'a> = IndexMap<(&'a str, &'a str, Vec<(String, String)>), &'static Location<'static>>;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut selected = Selected::new();
    for (stack, chart) in checked.stacks_of(Kubernetes::NAME) {
        for (place, resource) in chart.resources.iter().enumerate() {
            let it = Object { checked, chart, resource, kind: resource.short_kind() };
            let mut wrong: Vec<Wrong> = Vec::new();
            match it.kind {
                "HorizontalPodAutoscaler" => wrong.extend(bounds(&it, "spec/minReplicas", "spec/maxReplicas")),
                "ScaledObject" => wrong.extend(bounds(&it, "spec/minReplicaCount", "spec/maxReplicaCount")),
                _ if checked.graph().marks((stack, place)).has(HAS_TEMPLATE) => {
                    template(&it, &mut wrong);
                    findings.extend(selects_twice(&it, &mut selected));
                }
                _ => {}
            }
            findings.extend(wrong.into_iter().map(|(message, help)| it.finding(NEVER, message, help)));
        }
    }
}

fn bounds(it: &Object<'_>, least: &str, most: &str) -> Option<Wrong> {
    let number = |path| it.at(path).and_then(Json::as_int);
    let (least, most) = number(least).zip(number(most)).filter(|(least, most)| least > most)?;
    Some((format!("scales to {least} pods at least and to {most} at most"), "let the least be no more than the most"))
}

fn template(it: &Object<'_>, wrong: &mut Vec<Wrong>) {
    let path = if it.kind == "CronJob" { "spec/jobTemplate/spec/template" } else { "spec/template" };
    let Some((template, pod)) = it.at(path).and_then(|it| Some((it, it.get("spec")?))) else { return };
    wrong.extend(selects_others(it, template));
    wrong.extend(restarts(it.kind, pod));
    wrong.extend(stands_still(it));
    wrong.extend(deadline(it, pod));
    containers::check(it, pod, wrong);
}

/// Labels that are asked for, and that the pods do not have.
fn selects_others(it: &Object<'_>, template: &Json) -> Option<Wrong> {
    let labels = at(template, &["metadata", "labels"]);
    let asked = it.at("spec/selector/matchLabels")?.as_object()?;
    // What only the deployment knows may be what is asked for.
    let differs = |name: &str, asked: &Json| {
        let has = labels.and_then(|it| it.get(name));
        asked.as_text().is_some() && has.is_none_or(|it| it.as_text().is_some() && it != asked)
    };
    let (name, _) = asked.iter().find(|(name, value)| differs(name, value))?;
    let message = format!("selects pods by the label `{name}`, which its own pods do not have like that");
    Some((message, "give the pods the labels of the selector"))
}

/// How pods of that kind may start again.
fn restarts(kind: &str, pod: &Json) -> Option<Wrong> {
    let policy = pod.get("restartPolicy").map_or(Some("Always"), Json::as_text)?;
    let stays = matches!(kind, "DaemonSet" | "Deployment" | "ReplicaSet" | "Rollout" | "StatefulSet");
    let ends = matches!(kind, "CronJob" | "Job");
    let help = if ends { "say `Never` or `OnFailure`" } else { "leave it out: what runs on and on starts again" };
    let is_wrong = stays && policy != "Always" || ends && policy == "Always";
    is_wrong.then(|| {
        (format!("is a `{kind}` of pods with the `restartPolicy` `{policy}`, which a cluster does not take"), help)
    })
}

/// Whether pods are ever replaced: one more, or one less, at a time.
fn stands_still(it: &Object<'_>) -> Option<Wrong> {
    let rolling = match it.kind {
        "Deployment" => it.at("spec/strategy/rollingUpdate")?,
        "DaemonSet" => it.at("spec/updateStrategy/rollingUpdate")?,
        "Rollout" => it.at("spec/strategy/canary")?,
        _ => return None,
    };
    if it.at("spec/strategy/type").and_then(Json::as_text) == Some("Recreate") {
        let message = "says how its pods are replaced one by one, and that all are at once".to_owned();
        return Some((message, "leave out one of the two"));
    }
    let is_none = |it: &Json| *it == Json::Int(0) || matches!(it.as_text(), Some("0" | "0%"));
    // A daemon set has no more pods for a while unless it says so.
    let no_more = rolling.get("maxSurge").map_or(it.kind == "DaemonSet", is_none);
    let no_less = rolling.get("maxUnavailable").is_some_and(is_none);
    (no_more && no_less).then(|| {
        let message = "replaces its pods while there are none more and none less, which is never".to_owned();
        (message, "let `maxSurge` or `maxUnavailable` be 1")
    })
}

/// Whether a rollout has failed before the first pod can be ready.
fn deadline(it: &Object<'_>, pod: &Json) -> Option<Wrong> {
    if !matches!(it.kind, "Deployment" | "Rollout") {
        return None;
    }
    let number = |path, usual| it.at(path).map_or(Some(usual), Json::as_int);
    let deadline = number("spec/progressDeadlineSeconds", 600)?;
    let ready = number("spec/minReadySeconds", 0)?;
    let first = items(pod, &["containers"]).iter();
    let asked = first.filter_map(|it| at(it, &["readinessProbe", "initialDelaySeconds"])?.as_int()).max().unwrap_or(0);
    // To be ready is progress, from which the time is counted again.
    let takes = ready.max(asked);
    (takes >= deadline).then(|| {
        let message = format!("is given up after {deadline} seconds, and no pod counts as ready before {takes}");
        (message, "let `progressDeadlineSeconds` be longer than pods take to be ready")
    })
}

/// Two that take the same pods for their own: each makes and removes those of the other.
fn selects_twice<'a>(it: &Object<'a>, selected: &mut Selected<'a>) -> Option<Finding> {
    if !matches!(it.kind, "DaemonSet" | "Deployment" | "ReplicaSet" | "Rollout" | "StatefulSet")
        || it.at("spec/selector/matchExpressions").is_some()
    {
        return None;
    }
    let text = |(name, value): (&str, &Json)| Some((name.to_owned(), value.as_text()?.to_owned()));
    let mut labels = it.at("spec/selector/matchLabels")?.as_object()?.iter().map(text).collect::<Option<Vec<_>>>()?;
    labels.sort();
    match selected.entry((it.cluster(), it.namespace()?, labels)) {
        Entry::Vacant(place) => drop(place.insert(it.written_at())),
        Entry::Occupied(first) => {
            let message =
                "selects the same pods as another one of its namespace, and each takes those of the other for its own";
            let finding = it.finding(NEVER, message.to_owned(), "select by a label that its own pods alone have");
            return Some(finding.beside(first.get(), "selects them first"));
        }
    }
    None
}
