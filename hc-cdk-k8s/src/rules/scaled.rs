//! What changes the number of pods: an autoscaler of the cluster, and one of KEDA, which asks Prometheus.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Index, Must, Subject, real_data},
    value::{Json, Object},
};
use hc_cdk_manifest::read::{called, has_annotations};

use super::read::{OPERATED, at, every, has_only, inside, items, namespace, namespace_name, text};

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
    let Some((server, query)) = server.zip(told("query")) else { return false };
    let mut selected = query.split('{').skip(1).peekable();
    told("ignoreNullValues") == Some("false")
        && (server == OF_OTHERS || has_prometheus(scaler, server))
        && selected.peek().is_some()
        && selected.all(|it| is_monitored(scaler, server, it))
        && selects_all(query)
}

/// Whether each metric of a query is selected by labels: what else has a name is a function, or a word of the language.
fn selects_all(query: &str) -> bool {
    const WORDS: [&str; 4] = ["and", "or", "unless", "bool"];
    const OF_LABELS: [&str; 4] = ["by", "ignoring", "on", "without"];
    // What is in braces and brackets is no metric.
    let mut depth = 0_u32;
    let outside: String = query
        .chars()
        .filter(|it| {
            let before = depth;
            match it {
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            before == 0
        })
        .collect();
    let mut rest = outside.as_str();
    while let Some(begin) = rest.find(|it: char| it.is_alphabetic() || matches!(it, '_' | ':' | '"' | '\'' | '`')) {
        let (_, word) = rest.split_at(begin);
        let end = word.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | ':'))).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        let behind = behind.trim_start();
        // A function may say by which labels before what it is of.
        let is_no_metric = WORDS.contains(&word)
            || behind.starts_with(['(', '{'])
            || OF_LABELS.iter().any(|it| behind.strip_prefix(it).is_some_and(|it| it.starts_with([' ', '('])));
        rest = match behind.strip_prefix('(').and_then(|it| it.split_once(')')) {
            Some((_, behind)) if OF_LABELS.contains(&word) => behind,
            _ if word.is_empty() || !is_no_metric => return false,
            _ => behind,
        };
    }
    true
}

/// Whether the app has a Prometheus in a namespace of the cluster.
fn has_prometheus(scaler: &Subject<'_>, space: &str) -> bool {
    let cluster = |it: &Subject<'_>| it.stack.cluster.as_ref().map(|it| it.name.clone());
    let here = |it: Subject<'_>| namespace_name(&it) == Some(space) && cluster(&it) == cluster(scaler);
    scaler.found_in_app(&OPERATED, "Prometheus").any(here)
}

/// The monitors: those of services by the first of the labels of what they read, those of pods by the name that they give to these.
static MONITORS: Index = Index::by(|it| {
    let wanted = at(&it.properties, &["spec", "selector", "matchLabels"])?.as_object()?;
    match it.short_kind() {
        "ServiceMonitor" => wanted.iter().next().and_then(|(name, value)| label(name, value)),
        "PodMonitor" => Some(pods(wanted.get(text(&it.properties, &["spec", "jobLabel"])?)?.as_text()?)),
        _ => None,
    }
});

fn pods(job: &str) -> String {
    format!("pods {job}")
}

fn label(name: &str, value: &Json) -> Option<String> {
    Some(format!("{name}={}", value.as_text()?))
}

/// Whether the series that a query selects are those of one job of a namespace, which a monitor of the app reads.
fn is_monitored(scaler: &Subject<'_>, server: &str, selected: &str) -> bool {
    let labels = selected.split('}').next().unwrap_or_default().split(',');
    let of = |name: &str| {
        let mut values = labels.clone().filter_map(|it| it.trim().strip_prefix(name)?.strip_prefix("=\""));
        values.next()?.strip_suffix('"')
    };
    let Some((space, job)) = of("namespace").zip(of("job")) else { return false };
    let here = |it: &Subject<'_>| namespace_name(it) == Some(space);
    let of_a_service = |service: Subject<'_>| {
        let labels = service.property("metadata/labels").and_then(Json::as_object);
        let texts = labels.into_iter().flat_map(Object::iter).filter_map(|(name, value)| label(name, value));
        let mut monitors = texts.flat_map(|it| service.found_by(&MONITORS, &it));
        monitors.any(|it| {
            it.is("ServiceMonitor")
                && here(&it)
                && is_found_by(&it, server)
                && it.property("spec/jobLabel").is_none()
                && it.property("spec/selector").zip(service.property("metadata/labels")).is_some_and(selects)
        })
    };
    // The pods of stores have no service of ours: their monitors say which label is the name of the job.
    called(scaler, job, "Service").filter(here).any(of_a_service)
        || scaler.found_by(&MONITORS, &pods(job)).any(|it| it.is("PodMonitor") && here(&it) && is_found_by(&it, server))
}

/// Whether the Prometheus of a namespace may find the pods that a monitor is for. Of one that somebody else runs, that is for them to say.
fn is_found_by(monitor: &Subject<'_>, server: &str) -> bool {
    let lets_find = |binding: Subject<'_>| {
        binding.list("subjects").iter().any(|it| {
            let space = at(it, &["namespace"]);
            let referred = || binding.referred(space?)?.text("metadata/name");
            space.and_then(Json::as_text).or_else(referred) == Some(server)
        })
    };
    server == OF_OTHERS || namespace(monitor).is_some_and(|zone| inside(&zone, "RoleBinding").any(lets_find))
}

/// Whether a selector is about labels alone, and something has all of these.
fn selects((selector, labels): (&Json, &Json)) -> bool {
    let wanted = at(selector, &["matchLabels"]).and_then(Json::as_object);
    has_only(selector, &["matchLabels"])
        && wanted.is_some_and(|it| !it.is_empty() && it.iter().all(|(name, value)| labels.get(name) == Some(value)))
}

#[cfg(test)]
mod tests {
    use super::selects_all;

    #[test]
    fn each_metric_is_selected() {
        for query in [
            r#"sum(a{job="b"}) or 0 * (sum(up{job="b"}) > 0)"#,
            r#"1000 * sum(sum by (instance) (rate(a{job="b"}[2m])) / (sum by (instance) (rate(c{job="b"}[2m])) > 0))"#,
            r#"a{job="b"} / on (instance) c{job="b"}"#,
        ] {
            assert!(selects_all(query), "{query}");
        }
        for query in [
            r#"sum(a{job="b"}) or sum(c)"#,
            r#"a{job="b"} + c"#,
            r#"sum by (instance) (c) + a{job="b"}"#,
            r#"label_replace(a{job="b"}, "x", "y", "z", "w")"#,
            r#"c offset 5m or a{job="b"}"#,
        ] {
            assert!(!selects_all(query), "{query}");
        }
    }
}
