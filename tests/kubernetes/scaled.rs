//! What KEDA scales: by what somebody reads, of a Prometheus that lets it in, and with the pods that there were when nobody answers.

use hc_cdk::{
    app::App,
    data::Phi,
    date, image,
    image::Image,
    policy::{Hipaa, Production},
    rule::BY_HAND,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward},
    monitoring::{
        Prometheus,
        observe::{Count, Counter, Gauge, Histogram, PerMinute, Seconds},
    },
    prelude::*,
    storage::EncryptedStorage,
};
use serde_json::{Value, json};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const REQUESTS: Counter = Counter::named("http_requests_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_seconds");
const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");

/// A workload that is scaled by what a Prometheus of the app reads of it.
fn clinic() -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let watch = chart.add("Watch", Namespace::<Phi>::builder().build());
    let disks = chart.add("Disks", EncryptedStorage::google("key"));
    let prometheus = Prometheus::builder().perimeter(&watch).disks(memory!("50Gi"), &disks).images(IMAGE, IMAGE);
    let prometheus = prometheus.api_server([cidr!("10.20.64.0/20")], 443);
    let prometheus = chart.add("Prometheus", prometheus.build());
    let scaler = chart.add("Scaler", Keda::builder().watcher(&prometheus).namespace("scaling").build());
    let api = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
    let api = api.port(8080).metrics(9090).probes(Probes::tcp());
    let scale =
        Scale::between(2..=9).cpu(70).memory_amount(memory!("512Mi")).measured(&scaler, &SESSIONS, Count(100.0));
    let scale = scale.measured(&scaler, &REQUESTS, PerMinute(3000.0)).measured(&scaler, &ANSWERED, Seconds(0.5));
    let api = chart.add("Api", api.exports(&SESSIONS).exports(&REQUESTS).exports(&ANSWERED).scale(scale).build());
    chart.add("ApiFigures", ServiceMonitor::builder().target(&api).watcher(&prometheus).build());
    chart
}

fn found(changes: &[(&'static str, &'static str, Json)]) -> String {
    let mut chart = clinic();
    for (at, (object, path, value)) in changes.iter().enumerate() {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add(format!("Weaker{at}"), waiver.property(object, path, value.clone()));
    }
    App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
}

#[test]
fn what_is_read_scales_by_one_autoscaler() {
    let manifest = Manifest::of_chart(clinic());
    assert!(manifest.objects().all(|it| it.kind() != "HorizontalPodAutoscaler"));
    let spec = &manifest.object("ScaledObject", "api").json()["spec"];
    assert_eq!(spec["scaleTargetRef"], json!({ "apiVersion": "apps/v1", "kind": "Deployment", "name": "api" }));
    assert_eq!([&spec["minReplicaCount"], &spec["maxReplicaCount"]], [&json!(2), &json!(9)]);
    let kept = json!({ "behavior": "currentReplicasIfHigher", "failureThreshold": 3, "replicas": 2 });
    assert_eq!(spec["fallback"], kept);
    let triggers = spec["triggers"].as_array().unwrap();
    assert_eq!(triggers[0], json!({ "type": "cpu", "metricType": "Utilization", "metadata": { "value": "70" } }));
    assert_eq!(
        triggers[1],
        json!({ "type": "memory", "metricType": "AverageValue", "metadata": { "value": "512Mi" } })
    );
    let said: Vec<[&Value; 2]> =
        triggers[2..].iter().map(|it| [&it["metadata"]["threshold"], &it["metadata"]["query"]]).collect();
    let of = r#"{namespace="clinic-clinical",job="api"}"#;
    let there = format!("or 0 * (sum(up{of}) > 0)");
    let each = |end: &str| format!("sum by (instance) (rate(http_request_seconds{end}{of}[2m]))");
    assert_eq!(said[0], [&json!("100"), &json!(format!("sum(active_sessions{of}) {there}"))]);
    assert_eq!(said[1], [&json!("3000"), &json!(format!("60 * sum(rate(http_requests_total{of}[2m])) {there}"))]);
    let mean = format!("1000 * sum({} / ({} > 0)) {there}", each("_sum"), each("_count"));
    assert_eq!(said[2], [&json!("500"), &json!(mean)]);
    for it in &triggers[2..] {
        assert_eq!(it["metadata"]["serverAddress"], "http://prometheus-operated.clinic-watch.svc:9090");
    }
}

#[test]
fn keda_reaches_prometheus() {
    let manifest = Manifest::of_chart(clinic());
    let policy = manifest.object("NetworkPolicy", "scaler-in").json();
    assert_eq!(policy["metadata"]["namespace"], "clinic-watch");
    let asks = json!([{
        "from": [{
            "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "scaling" } },
            "podSelector": { "matchLabels": { "app.kubernetes.io/name": "keda-operator" } },
        }],
        "ports": [{ "port": 9090, "protocol": "TCP" }],
    }]);
    assert_eq!(policy["spec"]["ingress"], asks);
    assert_eq!(policy["spec"]["podSelector"], json!({ "matchLabels": { "app.kubernetes.io/name": "prometheus" } }));
}

#[test]
fn what_weakens_an_autoscaler_is_found() {
    assert_eq!(found(&[]), "");
    let query = "spec/triggers/2/metadata/query";
    let server = "spec/triggers/2/metadata/serverAddress";
    let weaker: [(&str, Json); 33] = [
        ("spec/fallback", Json::Null),
        ("spec/fallback/behavior", "static".into()),
        ("spec/fallback/behavior", "currentReplicasIfLower".into()),
        ("spec/fallback/failureThreshold", 0.into()),
        ("spec/fallback/replicas", 1.into()),
        ("spec/fallback/replicas", "2".into()),
        ("spec/idleReplicaCount", 0.into()),
        ("spec/advanced", Object::new().into()),
        ("metadata/annotations", Object::new().with("autoscaling.keda.sh/paused-replicas", "0").into()),
        ("spec/triggers", Json::List(Vec::new())),
        ("spec/triggers/0/type", "cron".into()),
        ("spec/triggers/0/metricType", "Value".into()),
        ("spec/triggers/0/metadata/value", "0".into()),
        ("spec/triggers/0/metadata/containerName", "own".into()),
        ("spec/triggers/1/metadata/value", "".into()),
        ("spec/triggers/2/metricType", "Value".into()),
        ("spec/triggers/2/authenticationRef", Object::new().with("name", "own").into()),
        ("spec/triggers/2/metadata/threshold", "0.5".into()),
        ("spec/triggers/2/metadata/threshold", "many".into()),
        ("spec/triggers/2/metadata/ignoreNullValues", "true".into()),
        ("spec/triggers/2/metadata/unsafeSsl", "true".into()),
        (server, "http://prometheus-operated.elsewhere.svc:9090".into()),
        (server, "http://prometheus.example.org".into()),
        (server, "http://prometheus-operated.monitoring.svc.example.org:9090".into()),
        (query, "sum(active_sessions)".into()),
        (query, r#"sum(active_sessions{job="api"})"#.into()),
        (query, r#"sum(active_sessions{namespace="clinic-clinical",job="other"})"#.into()),
        (query, r#"sum(active_sessions{namespace="clinic-watch",job="api"})"#.into()),
        (query, r#"sum(a{namespace="clinic-clinical",job="api"}) or sum(b{namespace="x",job="api"})"#.into()),
        (query, r#"sum(a{exported_namespace="clinic-clinical",exported_job="api"})"#.into()),
        (query, r#"sum(a{namespace="clinic-clinical",job="api"}) or sum(b)"#.into()),
        (query, "vector(9)".into()),
        (query, Json::Null),
    ];
    for (path, value) in weaker {
        let text = found(&[("ApiAutoscaler", path, value.clone())]);
        assert!(text.contains("code: ScaledByWhatIsRead"), "{path} = {value:?}: {text}");
    }
    let others = "http://prometheus-operated.monitoring.svc:9090";
    assert_eq!(found(&[("ApiAutoscaler", server, others.into())]), "");
    assert_eq!(found(&[("ApiAutoscaler", "spec/pollingInterval", 15.into())]), "");
    assert_eq!(found(&[("ApiAutoscaler", "spec/fallback/replicas", 4.into())]), "");
}

#[test]
fn what_nobody_reads_any_more_is_found() {
    for (object, path, value) in [
        ("ApiFigures", "spec/selector/matchLabels", Json::from(Object::new().with("app.kubernetes.io/name", "other"))),
        ("ApiFigures", "spec/selector/matchLabels/version", "2".into()),
        ("ApiFigures", "spec/jobLabel", "app.kubernetes.io/part-of".into()),
        ("ApiService", "metadata/labels", Object::new().into()),
        ("ApiService", "metadata/name", "other".into()),
        // Who asks is another Prometheus than the one that may find the pods.
        ("ApiFiguresBinding", "subjects/0/namespace", "elsewhere".into()),
    ] {
        let text = found(&[(object, path, value)]);
        assert!(text.contains("code: ScaledByWhatIsRead"), "{object} {path}: {text}");
    }
}

#[test]
fn an_autoscaler_of_keda_has_two_pods_at_least() {
    let paused = Object::new().with("autoscaling.keda.sh/paused", "true");
    for (path, value) in [
        ("spec/minReplicaCount", Json::from(1)),
        ("spec/minReplicaCount", Json::Null),
        ("spec/idleReplicaCount", 0.into()),
        ("spec/fallback/replicas", 1.into()),
        ("spec/triggers/2/metadata/threshold", Json::Null),
        ("metadata/annotations", paused.into()),
    ] {
        let text = found(&[("ApiAutoscaler", path, value)]);
        assert!(text.contains("has fewer than two pods, has them in one zone"), "{path}: {text}");
    }
}

#[test]
fn as_many_pods_as_keda_may_make_have_room() {
    for most in [Json::from(400), Json::Null] {
        let text = found(&[("ApiAutoscaler", "spec/maxReplicaCount", most)]);
        assert!(text.contains("has no room for its pods when there are as many as there may be"), "{text}");
    }
}

#[test]
fn what_is_asked_for_is_exported_and_read_and_a_whole_number() {
    let found = |exports: bool, is_read: bool, each: f64| {
        let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
        let scaler = chart.add("Scaler", Keda::builder().build());
        let api = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
        let api = api.port(8080).metrics(9090).probes(Probes::tcp());
        let api = if exports { api.exports(&SESSIONS) } else { api };
        let scale = Scale::between(2..=3).measured(&scaler, &SESSIONS, Count(each));
        let api = chart.add("Api", api.scale(scale).build());
        if is_read {
            chart.add("Figures", ServiceMonitor::builder().target(&api).build());
        }
        App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
    };
    assert_eq!(found(true, true, 100.0), "");
    let text = found(false, true, 100.0);
    assert!(text.contains("is scaled by `active_sessions`, which `api` does not export"), "{text}");
    let text = found(true, false, 100.0);
    assert!(text.contains("scales pods by figures that nobody reads"), "{text}");
    let text = found(true, true, 0.4);
    assert!(text.contains("keeps `active_sessions` at 0.4 for each pod"), "{text}");
}

#[test]
fn the_namespace_of_keda_has_a_name() {
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Scaler", Keda::builder().namespace("Keda").build());
    let text = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(text.contains("`clinic/Scaler` takes a namespace called `Keda`"), "{text}");
}
