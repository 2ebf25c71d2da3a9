//! Watching: what is read of workloads, what alerts say, and what is changed by itself.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    image::Image,
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
    value::{Json, Object},
};

use super::{
    disks::{claims_class, is_encrypted},
    read::{at, items, selects, text},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub WATCHED_BY_NAME = "WatchedByName" {
        sentence: "a monitor asks pods of its own namespace that it selects by a label, and shows them no secret",
        controls: &[hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::MONITORING],
        on: &["ServiceMonitor"],
        when: real_data,
        must: Must::Hold(watches_by_name),
        message: "asks pods of other namespaces or all pods, or has a secret of its own",
        help: "use a `ServiceMonitor`, which names its workload",
    }

    pub ALERTS_SAY_WHAT_TO_DO = "AlertsSayWhatToDo" {
        sentence: "every alert says how bad it is, what is wrong and where it says what to do",
        controls: &[hipaa::RESPONSE, hipaa::ACTIVITY_REVIEW, soc2::EVALUATION, iso27001::MONITORING],
        on: &["PrometheusRule"],
        when: real_data,
        must: Must::Hold(|it| {
            let mut rules = it.list("spec/groups").iter().flat_map(|group| items(group, &["rules"]));
            rules.all(|rule| rule.get("alert").is_none() || says_what_to_do(rule))
        }),
        message: "has an alert that does not say how bad it is, what is wrong and what to do",
        help: "use a `Monitoring`, or set the label `severity`, and the annotations `summary` and `runbook_url`",
    }

    pub TOLD_BY_REFERENCE = "ToldByReference" {
        sentence: "every alert is told to somebody, by keys that stand in secrets and not in the object",
        controls: &[hipaa::RESPONSE, hipaa::PASSWORDS, soc2::EVALUATION, iso27001::AUTHENTICATION],
        on: &["AlertmanagerConfig"],
        when: real_data,
        must: Must::Hold(tells_by_reference),
        message: "tells nobody of some alerts, or has a key in its own text",
        help: "use a `Monitoring`, whose channels have keys by reference",
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

fn watches_by_name(monitor: &Subject<'_>) -> bool {
    // What else an endpoint can say sends requests elsewhere, or shows who is asked something.
    const KNOWN: [&str; 6] = ["interval", "path", "port", "scheme", "scrapeTimeout", "targetPort"];
    let plain =
        |endpoint: &Json| endpoint.as_object().is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
    let endpoints = monitor.list("spec/endpoints");
    selects(&monitor.resource.properties, &["spec", "selector", "matchLabels"])
        && monitor.property("spec/namespaceSelector").is_none()
        && !endpoints.is_empty()
        && endpoints.iter().all(plain)
}

/// Whether the first route has a receiver, every receiver has a channel, and what is a key names one of a secret.
fn tells_by_reference(config: &Subject<'_>) -> bool {
    let receivers = config.list("spec/receivers");
    let told = |name: &str| receivers.iter().any(|it| text(it, &["name"]) == Some(name));
    let channels = |receiver: &Json| -> Vec<Json> {
        let lists = receiver.as_object().into_iter().flat_map(Object::iter);
        lists.filter_map(|(_, it)| it.as_list()).flatten().cloned().collect()
    };
    let is_key = |it: &Json| text(it, &["key"]).is_some() && at(it, &["name"]).is_some();
    // What else a channel can say has secrets of its own, or a text where an address is one.
    let plain = |channel: &Json| {
        channel.as_object().is_some_and(|it| {
            let keys = KEYS.iter().filter_map(|name| it.get(name)).all(is_key);
            let known = it
                .iter()
                .all(|(name, value)| KEYS.contains(&name) || SAID.contains(&name) && value.as_object().is_none());
            keys && known && KEYS.iter().any(|name| it.get(name).is_some())
        })
    };
    config.text("spec/route/receiver").is_some_and(told)
        && receivers.iter().all(|it| !channels(it).is_empty() && channels(it).iter().all(plain))
}

/// The members of a channel that are keys, and those that say how it is told.
const KEYS: [&str; 5] = ["apiURL", "authPassword", "routingKey", "urlSecret", "webhookURL"];
const SAID: [&str; 11] = [
    "authUsername",
    "channel",
    "description",
    "from",
    "requireTLS",
    "sendResolved",
    "smarthost",
    "text",
    "title",
    "to",
    "severity",
];

fn asks_by_name(probe: &Subject<'_>) -> bool {
    const KNOWN: [&str; 5] = ["interval", "jobName", "module", "prober", "targets"];
    let members = probe.property("spec").and_then(Json::as_object);
    let known = members.is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
    let addresses = probe.list("spec/targets/staticConfig/static");
    known
        && probe.text("spec/prober/url").is_some()
        && probe.property("spec/targets/ingress").is_none()
        && !addresses.is_empty()
        && addresses.iter().all(|it| it.as_text().is_some_and(|it| !it.contains('@')))
}

fn is_confined(operated: &Subject<'_>) -> bool {
    // What else can be said runs something beside it, mounts something, sends figures elsewhere, or shows a secret.
    const KNOWN: [&str; 22] = [
        "alertmanagerConfigMatcherStrategy",
        "alertmanagerConfigNamespaceSelector",
        "alertmanagerConfigSelector",
        "alerting",
        "automountServiceAccountToken",
        "evaluationInterval",
        "image",
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
    let members = operated.property("spec").and_then(Json::as_object);
    let known = members.is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
    known
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
    let storage = operated.property("spec/storage").and_then(Json::as_object);
    storage.is_some_and(|it| it.iter().all(|(name, _)| name == "volumeClaimTemplate"))
        && operated.property(CLAIM).is_some()
}

fn says_what_to_do(rule: &Json) -> bool {
    let is_said = |path: &[&str]| at(rule, path).is_some_and(|it| it.as_text().is_none_or(|it| !it.trim().is_empty()));
    is_said(&["expr"])
        && is_said(&["labels", "severity"])
        && is_said(&["annotations", "summary"])
        && text(rule, &["annotations", "runbook_url"]).is_some_and(|it| it.starts_with("https://"))
}
