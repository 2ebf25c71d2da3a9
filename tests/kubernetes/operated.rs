//! What operators run for one's own objects is read as what pods are: Prometheus, Alertmanager, and what they are told to do.

use hc_cdk::{
    app::App,
    data::Synthetic,
    policy,
    policy::{Hipaa, Production},
    value::Json,
};
use hc_cdk_k8s::{api_object::ApiObject, chart::Chart, namespace::Namespace};

use crate::{
    own_objects::{json, like},
    rules::{Own, Prod, set},
};

const MONITORING: &str = "monitoring.coreos.com/v1";
const CONFINED: &str = "lets the operator run something with rights, beside it, or on disks that are not encrypted";
const KEPT: &str = "deletes what is measured before the policy lets it";

policy! {
    /// What is measured is kept for a quarter.
    pub Quarter { metric_retention: Days90, .. }
}

/// A Prometheus that nothing is wrong with.
fn prometheus() -> Json {
    json(serde_json::json!({
        "image": "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "retention": "400d",
        "securityContext": { "runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": { "type": "RuntimeDefault" } },
        "storage": { "volumeClaimTemplate": { "spec": { "storageClassName": "class" } } },
    }))
}

/// What lets Prometheus ask the API server.
fn to_the_api_server() -> ApiObject {
    let spec = json(serde_json::json!({
        "podSelector": { "matchLabels": { "app.kubernetes.io/name": "prometheus" } },
        "policyTypes": ["Egress"],
        "egress": [{ "ports": [{ "port": 443 }], "to": [{ "ipBlock": { "cidr": "10.20.64.0/20" } }] }],
    }));
    like("networking.k8s.io/v1", "NetworkPolicy", "{}").with("spec", spec)
}

/// The rules of a Prometheus that are broken beside a class of disks of that driver.
fn broken(driver: &'static str, spec: Json) -> String {
    let class = ApiObject::new("storage.k8s.io/v1", "StorageClass", "class").with("provisioner", driver);
    let key = crate::rules::object(&[("disk-encryption-kms-key", "projects/a".into())]);
    let mut chart = Chart::<(Hipaa, Production, Quarter)>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Class", Own(class.with("reclaimPolicy", "Retain").with("parameters", key)));
    chart.add("Way", Own(to_the_api_server()));
    chart.add("Own", Own(like(MONITORING, "Prometheus", "{}").with("spec", spec)));
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

#[test]
fn what_the_operator_runs_is_as_confined_as_a_pod() {
    const GOOGLE: &str = "pd.csi.storage.gke.io";
    assert_eq!(broken(GOOGLE, prometheus()), "");
    let claim = "storage/volumeClaimTemplate/spec";
    let folder = || crate::rules::object(&[("sizeLimit", "1Gi".into())]);
    for (path, value) in [
        ("image", "a:1@sha256:".into()),
        ("securityContext/runAsUser", "0".into()),
        ("securityContext/runAsUser", Json::Null),
        ("storage/emptyDir", folder().into()),
        ("storage/ephemeral", folder().into()),
        ("storage/volumeClaimTemplate", Json::Null),
        ("storage", Json::Null),
        (&format!("{claim}/volumeName"), "old".into()),
        (&format!("{claim}/storageClassName"), "gp2".into()),
        ("containers", vec![folder()].into()),
    ] {
        let found = broken(GOOGLE, set(prometheus(), path, value));
        assert!(found.contains(CONFINED), "{path}: {found}");
    }
    let found = broken("nfs.csi.k8s.io", prometheus());
    assert!(found.contains(CONFINED), "{found}");
}

#[test]
fn figures_are_kept_where_nothing_else_deletes_them() {
    let some = || vec![crate::rules::object(&[("name", "prometheus".into())])];
    for (path, value) in [
        ("retention", "1d".into()),
        ("retentionSize", "1GB".into()),
        ("additionalArgs", some().into()),
        ("containers", some().into()),
        ("initContainers", some().into()),
        ("volumeMounts", some().into()),
        ("paused", true.into()),
        ("persistentVolumeClaimRetentionPolicy/whenDeleted", "Delete".into()),
        ("storage/emptyDir/sizeLimit", "1Gi".into()),
        ("storage", Json::Null),
    ] {
        let found = broken("pd.csi.storage.gke.io", set(prometheus(), path, value));
        assert!(found.contains(KEPT), "{path}: {found}");
    }
}

/// An object of the operator with that specification.
fn operated(kind: &str, spec: Json) -> ApiObject {
    like(MONITORING, kind, "{}").with("spec", spec)
}

/// The rule with that message is broken by each of the changes, and not without them.
fn each_is_seen(kind: &str, right: &Json, message: &str, changes: Vec<(&str, serde_json::Value)>) {
    assert_eq!(crate::rules::found::<Prod>(Own(operated(kind, right.clone()))), "");
    for (path, value) in changes {
        let found = crate::rules::found::<Prod>(Own(operated(kind, set(right.clone(), path, json(value)))));
        assert!(found.contains(message), "{path}: {found}");
    }
}

#[test]
fn alerts_that_cannot_be_read_say_nothing() {
    let alert = serde_json::json!({
        "alert": "Down", "expr": "up == 0", "labels": { "severity": "high" },
        "annotations": { "summary": "down", "runbook_url": "https://runbooks.example.org/down" },
    });
    let right = json(serde_json::json!({ "groups": [{ "name": "a", "rules": [alert] }] }));
    let silent = "has an alert that does not say how bad it is, what is wrong and what to do";
    each_is_seen(
        "PrometheusRule",
        &right,
        silent,
        vec![
            ("groups", serde_json::json!({ "rules": [] })),
            ("groups/0/rules", "hidden".into()),
            ("groups/0/rules", serde_json::json!(["hidden"])),
            ("groups/0", "hidden".into()),
            ("groups/0/rules/0/labels/severity", true.into()),
            ("groups/0/rules/0/annotations/summary", 1.into()),
        ],
    );
    let none = set(right, "groups/0/rules/0", json(serde_json::json!({ "record": "a:b", "expr": "up" })));
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Own", Own(operated("PrometheusRule", none)));
    let app = App::new("clinic").stack(chart);
    let held = |app: &App| app.check().unwrap().verdicts().of(&hc_cdk_k8s::rule::ALERTS_SAY_WHAT_TO_DO).held;
    assert_eq!(held(&app), 0, "what says nothing is not attested");
}

#[test]
fn alerts_that_are_told_to_nobody_are_found() {
    let key = serde_json::json!({ "name": "keys", "key": "pager" });
    let severity = |value: &str| serde_json::json!([{ "name": "severity", "matchType": "=", "value": value }]);
    let quiet = |times: serde_json::Value| serde_json::json!([{ "name": "quiet", "timeIntervals": times }]);
    let right = json(serde_json::json!({
        "route": { "receiver": "OnCall", "groupBy": ["alertname"], "routes": [
            { "receiver": "OnCall", "matchers": severity("low"), "muteTimeIntervals": ["quiet"] },
        ] },
        "muteTimeIntervals": quiet(serde_json::json!([
            { "weekdays": ["sunday"], "times": [{ "startTime": "02:00", "endTime": "04:00" }] },
        ])),
        "inhibitRules": [
            { "sourceMatch": severity("critical"), "targetMatch": severity("high"), "equal": ["indicator"] },
        ],
        "receivers": [{ "name": "OnCall", "pagerdutyConfigs": [{ "routingKey": key }] }],
    }));
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let halves = serde_json::json!([
        { "startTime": "00:00", "endTime": "12:00" }, { "startTime": "12:00", "endTime": "24:00" },
    ]);
    each_is_seen(
        "AlertmanagerConfig",
        &right,
        "tells nobody of some alerts, or has a key in its own text",
        vec![
            ("route/matchers", severity("critical")),
            ("route/muteTimeIntervals", serde_json::json!(["quiet"])),
            ("route/activeTimeIntervals", serde_json::json!(["quiet"])),
            ("route/receiver", serde_json::Value::Null),
            ("route/routes", "hidden".into()),
            ("route/routes/0/receiver", "Nobody".into()),
            ("route/routes/0/activeTimeIntervals", serde_json::json!(["quiet"])),
            ("route/routes/0/muteTimeIntervals", serde_json::json!(["never"])),
            ("route/routes/0/routes", serde_json::json!([{ "receiver": "Nobody" }])),
            ("muteTimeIntervals", quiet(serde_json::json!([{ "years": ["2026:2100"] }]))),
            ("muteTimeIntervals", quiet(serde_json::json!([{ "weekdays": ["monday:sunday"] }]))),
            ("muteTimeIntervals", quiet(serde_json::json!([{ "weekdays": days, "times": halves }]))),
            ("muteTimeIntervals", quiet("hidden".into())),
            ("inhibitRules/0/equal", serde_json::Value::Null),
            ("inhibitRules/0/targetMatch", severity("critical")),
            ("inhibitRules/0/targetMatch/0/matchType", "=~".into()),
            ("inhibitRules/0/sourceMatch", serde_json::json!([{ "name": "alertname", "value": "Up" }])),
            ("inhibitRules", "hidden".into()),
            ("receivers", "hidden".into()),
            ("receivers/0/slackConfigs", serde_json::json!({ "apiURL": "https://hooks.example.org/1" })),
            ("receivers/0/pagerdutyConfigs", serde_json::Value::Null),
            ("receivers/0/unknownConfigs", serde_json::json!([{ "apiURL": { "name": "keys", "key": "a" } }])),
            ("receivers/0/pagerdutyConfigs/0/routingKey", "0f1e2d".into()),
            ("global", serde_json::json!({})),
        ],
    );
}

#[test]
fn what_is_asked_is_named_and_nothing_changes_it() {
    let relabeled = || serde_json::json!([{ "targetLabel": "__address__", "replacement": "x.example:443" }]);
    let probe = json(serde_json::json!({
        "prober": { "url": "blackbox.clinic-clinical.svc:9115" },
        "targets": { "staticConfig": { "static": ["https://claims.example.org"] } },
    }));
    each_is_seen(
        "Probe",
        &probe,
        "asks addresses that it does not name, or has a secret of its own",
        vec![
            ("targets/staticConfig/relabelingConfigs", relabeled()),
            ("targets/staticConfig/labels", serde_json::json!({ "__address__": "x.example" })),
            ("targets/ingress", serde_json::json!({})),
            ("prober/proxyUrl", "http://x.example".into()),
            ("prober", "hidden".into()),
            ("prober/url", serde_json::json!(null)),
            ("prober", serde_json::json!({ "path": "/probe" })),
            ("targets/staticConfig/static", serde_json::json!(["https://user:key@claims.example.org"])),
            ("targets/staticConfig/static", serde_json::json!(["*"])),
            ("metricRelabelings", relabeled()),
        ],
    );
    let monitor = json(serde_json::json!({
        "selector": { "matchLabels": { "app": "own" } }, "jobLabel": "app", "endpoints": [{ "port": "metrics" }],
    }));
    each_is_seen(
        "ServiceMonitor",
        &monitor,
        "asks pods of other namespaces or all pods, or has a secret of its own",
        vec![
            ("scrapeClass", "with-a-key".into()),
            ("attachMetadata", serde_json::json!({ "node": true })),
            ("namespaceSelector", serde_json::json!({ "any": true })),
            ("endpoints/0/relabelings", relabeled()),
        ],
    );
}
