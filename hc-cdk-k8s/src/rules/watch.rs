//! Watching: what is read of workloads, what alerts say, and what is changed by itself.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    image::Image,
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::Json,
};
use hc_cdk_observe::read::{alerts, says_what_to_do};

use super::{
    disks::{claims_class, is_encrypted},
    monitors::watches_by_name,
    read::{at, has_only},
    scraped::alerts_are_told,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub WATCHED_BY_NAME = "WatchedByName" {
        sentence: "a monitor asks pods of its own namespace that it selects by a label, and shows them no secret",
        controls: &[hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::MONITORING],
        on: &["PodMonitor", "ServiceMonitor"],
        when: real_data,
        must: Must::Hold(watches_by_name),
        message: "asks pods of other namespaces or all pods, or has a secret of its own",
        help: "use a `ServiceMonitor` or a `StoreMonitor`, which name what they ask",
    }

    pub ALERTS_SAY_WHAT_TO_DO = "AlertsSayWhatToDo" {
        sentence: "every alert says how bad it is, what is wrong and where it says what to do",
        controls: &[hipaa::RESPONSE, hipaa::ACTIVITY_REVIEW, soc2::EVALUATION, iso27001::MONITORING],
        on: &["PrometheusRule"],
        when: real_data,
        must: Must::Judge(|it| match it.property("spec").and_then(alerts) {
            Some(alerts) if alerts.is_empty() => Verdict::NotApplicable,
            Some(alerts) => Verdict::of(alerts.into_iter().all(says_what_to_do)),
            None => Verdict::Broken,
        }),
        message: "has an alert that does not say how bad it is, what is wrong and what to do",
        help: "use a `Monitoring`, or set the label `severity`, and the annotations `summary` and `runbook_url`",
    }

    pub ALERTS_READ_WHAT_IS_ASKED = "AlertsReadWhatIsAsked" {
        sentence: "what alerts read of the app is asked for: by a monitor that Prometheus takes, of pods that it finds, over a way that is open",
        controls: &[hipaa::ACTIVITY_REVIEW, hipaa::RESPONSE, soc2::MONITORING, iso27001::MONITORING],
        on: &["PrometheusRule"],
        when: real_data,
        must: Must::Judge(alerts_are_told),
        message: "has alerts on figures of the app that nobody asks for, which are never raised",
        help: "add a `ServiceMonitor` or a `StoreMonitor` of what tells them, with `.watcher(&prometheus)` if the app has its own",
    }

    pub ASKED_BY_NAME = "AskedByName" {
        sentence: "an uptime check asks addresses that it names, and shows them no secret",
        controls: &[hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::MONITORING],
        on: &["Probe"],
        when: real_data,
        must: Must::Hold(asks_by_name),
        message: "asks addresses that it does not name, or has a secret of its own",
        help: "use an uptime check of a `Monitoring`, which names the address",
    }

    pub OPERATED_AS_CONFINED = "OperatedAsConfined" {
        sentence: "what the operator runs is as confined as any pod: an image by digest, no user with rights, encrypted disks, nothing beside it",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::ENCRYPTION, soc2::BOUNDARY_PROTECTION, iso27001::CONFIGURATION],
        on: &["Alertmanager", "Prometheus"],
        when: real_data,
        must: Must::Hold(is_confined),
        message: "lets the operator run something with rights, beside it, or on disks that are not encrypted",
        help: "use a `Prometheus`, which says what its pods are",
    }

    pub FIGURES_ARE_KEPT = "FiguresAreKept" {
        sentence: "what is measured is kept as long as the policy asks for",
        controls: &[soc2::MONITORING, iso27001::MONITORING],
        on: &["Prometheus"],
        when: |policy| asks(policy, Dimension::metric_retention),
        must: Must::Hold(|it| {
            let days = it.text("spec/retention").and_then(|it| it.strip_suffix('d')?.parse::<u32>().ok());
            let deleted = DELETES.iter().any(|name| at(&it.resource.properties, &["spec", name]).is_some());
            !deleted && on_a_disk(it) && days >= Some(it.stack.policy.floor(Dimension::metric_retention).days())
        }),
        message: "deletes what is measured before the policy lets it",
        help: "set `retention` to days enough, name a claim for its disk, and leave out what says otherwise, such as `retentionSize`",
    }

    pub RECOMMENDS_ONLY = "RecommendsOnly" {
        sentence: "what a workload asks for is watched, and changed by its program only",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CAPACITY],
        on: &["VerticalPodAutoscaler"],
        when: real_data,
        must: Must::Text("spec/updatePolicy/updateMode", "Off"),
        message: "changes by itself what workloads ask for",
        help: "use a `Recommendation`, or set `updateMode` to `Off`",
    }
}

fn asks_by_name(probe: &Subject<'_>) -> bool {
    // What else can be said finds addresses, changes them, or shows a secret.
    const KNOWN: [(&str, &[&str]); 4] = [
        ("spec", &["interval", "jobName", "module", "prober", "targets"]),
        ("spec/prober", &["path", "scheme", "url"]),
        ("spec/targets", &["staticConfig"]),
        ("spec/targets/staticConfig", &["static"]),
    ];
    let addresses = probe.list("spec/targets/staticConfig/static");
    KNOWN.iter().all(|(path, known)| probe.property(path).is_some_and(|it| has_only(it, known)))
        && probe.text("spec/prober/url").is_some()
        && !addresses.is_empty()
        && addresses.iter().all(|it| it.as_text().is_some_and(is_address))
}

/// Whether a text is the address of one host, by its name or number, and shows nobody.
fn is_address(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    host.contains('.') && !host.contains('*') && !text.contains('@')
}

fn is_confined(operated: &Subject<'_>) -> bool {
    // What else can be said runs something beside it, mounts something, sends figures elsewhere, or shows a secret.
    const KNOWN: [&str; 25] = [
        "alertmanagerConfigMatcherStrategy",
        "alertmanagerConfigNamespaceSelector",
        "alertmanagerConfigSelector",
        "alerting",
        "automountServiceAccountToken",
        "evaluationInterval",
        "image",
        "imagePullSecrets",
        "podMonitorNamespaceSelector",
        "podMonitorSelector",
        "probeNamespaceSelector",
        "probeSelector",
        "replicas",
        "resources",
        "retention",
        "retentionSize",
        "ruleNamespaceSelector",
        "ruleSelector",
        "scrapeInterval",
        "securityContext",
        "serviceAccountName",
        "serviceDiscoveryRole",
        "serviceMonitorNamespaceSelector",
        "serviceMonitorSelector",
        "storage",
    ];
    operated.property("spec").is_some_and(|it| has_only(it, &KNOWN))
        && on_a_disk(operated)
        && operated.property("spec/securityContext/runAsNonRoot") == Some(&Json::Bool(true))
        && operated.text("spec/securityContext/seccompProfile/type") == Some("RuntimeDefault")
        && matches!(operated.property("spec/securityContext/runAsUser"), Some(Json::Int(1..)))
        && operated.text("spec/image").is_some_and(|it| Image::parse(it.to_owned()).is_ok())
        && operated.property(CLAIM).is_some_and(|claim| claims_class(operated, claim, is_encrypted))
}

/// The claim by which the operator gives each pod a disk.
const CLAIM: &str = "spec/storage/volumeClaimTemplate";

/// What says otherwise than `retention` how long figures stay: by itself, or to the program.
const DELETES: [&str; 7] = [
    "additionalArgs",
    "containers",
    "initContainers",
    "paused",
    "persistentVolumeClaimRetentionPolicy",
    "retentionSize",
    "volumeMounts",
];

/// Whether what is kept is on a disk that is claimed. The operator takes a folder that goes with the pod before that.
fn on_a_disk(operated: &Subject<'_>) -> bool {
    operated.property("spec/storage").is_some_and(|it| has_only(it, &["volumeClaimTemplate"]))
        && operated.property(CLAIM).is_some()
}
