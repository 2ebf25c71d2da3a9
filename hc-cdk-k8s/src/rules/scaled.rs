//! What changes the number of pods: an autoscaler of the cluster, and one of KEDA, which asks Prometheus.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};
use hc_cdk_manifest::read::{has_annotations, in_one_cluster};
use hc_cdk_observe::read::selected;

use super::{
    read::{OPERATED, at, every, has_only, items, namespace_name, text},
    scraped::{Asker, Job},
};

/// A kind of autoscalers: where it says how many pods there are, and what it is for where it does not say so.
pub(crate) struct Scales {
    pub(crate) kind: &'static str,
    /// How many there are at least, and where nothing is said.
    least: (&'static str, i64),
    /// How many there are at most, and where nothing is said.
    pub(crate) most: (&'static str, Option<u64>),
    /// The kind of what it scales, where nothing is said.
    pub(crate) of: &'static str,
}

/// Source: the documentation of Kubernetes on `HorizontalPodAutoscaler`, and of KEDA on the specification of a `ScaledObject`.
pub(crate) const SCALES: [Scales; 2] = [
    Scales {
        kind: "HorizontalPodAutoscaler",
        least: ("spec/minReplicas", 1),
        most: ("spec/maxReplicas", None),
        of: "",
    },
    Scales {
        kind: KEDA,
        least: ("spec/minReplicaCount", 0),
        most: ("spec/maxReplicaCount", Some(100)),
        of: "Deployment",
    },
];

const KEDA: &str = "ScaledObject";

/// The namespace of a Prometheus that somebody else runs.
const OF_OTHERS: &str = "monitoring";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SCALED_BY_WHAT_IS_READ = "ScaledByWhatIsRead" {
        sentence: "what scales pods by figures asks Prometheus for what a monitor of the app reads, and takes no pod away while nobody answers",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::CAPACITY],
        on: &[KEDA],
        when: real_data,
        must: Must::Hold(|it| it.property("spec").is_some_and(|spec| is_scaled_by_what_is_read(it, spec))),
        message: "scales pods by figures that nobody reads, by something else than CPU, memory and Prometheus, or takes pods away when Prometheus does not answer",
        help: "use `Scale::between(2..=10).measured(&scaler, &METRIC, amount)`, and a `ServiceMonitor` or a `StoreMonitor` of what tells it",
    }
}

impl Scales {
    /// The kind of autoscalers that is called so.
    pub(crate) fn of(kind: &str) -> Option<&'static Self> {
        SCALES.iter().find(|it| it.kind == kind)
    }

    /// How many pods there are at least of what an autoscaler scales; none, if it does not say so in a way that can be read.
    pub(super) fn least(&self, scaler: &Subject<'_>) -> i64 {
        let (path, otherwise) = self.least;
        let number = |path: &str| scaler.property(path).map(|it| if let Json::Int(it) = it { *it } else { 0 });
        let least = number(path).unwrap_or(otherwise);
        if self.kind != KEDA {
            return least;
        }
        // It has these when nothing happens, and when it gets no answer. One that KEDA cannot read scales nothing.
        let others = ["spec/idleReplicaCount", "spec/fallback/replicas"].into_iter().filter_map(number);
        let is_read = every(&scaler.resource.properties, &["spec", "triggers"], is_trigger)
            && !scaler.list("spec/triggers").is_empty()
            && has_annotations(scaler, |it| !it.starts_with(PAUSED));
        if is_read { others.fold(least, i64::min) } else { 0 }
    }

    /// The kind of what an autoscaler scales.
    pub(super) fn scaled_kind<'a>(&self, scaler: &Subject<'a>) -> &'a str {
        scaler.text("spec/scaleTargetRef/kind").unwrap_or(self.of)
    }
}

/// What annotations begin with that stop KEDA, or have it keep another number.
const PAUSED: &str = "autoscaling.keda.sh/";

fn is_scaled_by_what_is_read(scaler: &Subject<'_>, spec: &Json) -> bool {
    const KNOWN: [&str; 6] =
        ["fallback", "maxReplicaCount", "minReplicaCount", "pollingInterval", "scaleTargetRef", "triggers"];
    let asks = |it: &&Json| text(it, &["type"]) == Some("prometheus");
    let triggers = items(spec, &["triggers"]);
    let mut asked = triggers.iter().filter(asks).peekable();
    has_only(spec, &KNOWN)
        && has_annotations(scaler, |it| !it.starts_with(PAUSED))
        && !triggers.is_empty()
        && every(spec, &["triggers"], is_trigger)
        && (asked.peek().is_none() || keeps_its_pods(spec))
        && asked.all(|it| is_read(scaler, it))
}

/// Whether KEDA takes a trigger: of CPU, of memory, or one that asks Prometheus and shows it nothing.
fn is_trigger(trigger: &Json) -> bool {
    let how = text(trigger, &["metricType"]);
    let said = |known: &[&str], metadata: &[&str]| {
        has_only(trigger, known)
            && at(trigger, &["metadata"]).is_some_and(|it| has_only(it, metadata))
            && metadata.iter().all(|it| text(trigger, &["metadata", it]).is_some_and(|it| !it.is_empty()))
    };
    let number = |name: &str| text(trigger, &["metadata", name]).and_then(|it| it.parse::<f64>().ok());
    match text(trigger, &["type"]) {
        Some("cpu" | "memory") => {
            said(&["metadata", "metricType", "type"], &["value"])
                && match how {
                    Some("Utilization") => number("value").is_some_and(|it| it >= 1.0),
                    Some("AverageValue") => text(trigger, &["metadata", "value"])
                        .is_some_and(|it| it.contains(|it| ('1'..='9').contains(&it))),
                    _ => false,
                }
        }
        // What stands for figures that are away is a whole number of such amounts: of less than one, it is none.
        Some("prometheus") => {
            said(
                &["metadata", "metricType", "name", "type"],
                &["ignoreNullValues", "query", "serverAddress", "threshold"],
            ) && how == Some("AverageValue")
                && number("threshold").is_some_and(|it| it.is_finite() && it >= 1.0)
        }
        _ => false,
    }
}

/// Whether there are no fewer pods than there were when Prometheus does not answer.
fn keeps_its_pods(spec: &Json) -> bool {
    let number = |path: &[&str]| if let Some(Json::Int(it)) = at(spec, path) { Some(*it) } else { None };
    at(spec, &["fallback"]).is_some_and(|it| has_only(it, &["behavior", "failureThreshold", "replicas"]))
        && text(spec, &["fallback", "behavior"]) == Some("currentReplicasIfHigher")
        && number(&["fallback", "failureThreshold"]).is_some_and(|it| it > 0)
        && number(&["fallback", "replicas"])
            .zip(number(&["minReplicaCount"]))
            .is_some_and(|(kept, least)| kept >= least)
}

/// Whether what is asked is asked of a Prometheus that reads it, and is missed when it is not there.
fn is_read(scaler: &Subject<'_>, trigger: &Json) -> bool {
    let told = |name: &str| text(trigger, &["metadata", name]);
    let server = told("serverAddress").and_then(|it| {
        it.strip_prefix("http://prometheus-operated.")?.strip_suffix(".svc:9090").filter(|it| !it.contains('.'))
    });
    let asker = server.and_then(|it| asker(scaler, it));
    let selected = told("query").and_then(selected).filter(|it| !it.is_empty());
    told("ignoreNullValues") == Some("false")
        && asker.zip(selected).is_some_and(|(asker, selected)| {
            selected.iter().all(|it| Job::of(it).is_some_and(|job| job.is_read(scaler, &asker)))
        })
}

/// Who is asked in a namespace of the cluster: a Prometheus of the app, or one that somebody else runs.
fn asker<'a>(scaler: &Subject<'a>, space: &str) -> Option<Asker<'a>> {
    let here = |it: &Subject<'a>| namespace_name(it) == Some(space) && in_one_cluster(scaler, it);
    let found = scaler.found_in_app(&OPERATED, "Prometheus").find(here).map(Asker::OfTheApp);
    found.or_else(|| (space == OF_OTHERS).then_some(Asker::OfOthers))
}
