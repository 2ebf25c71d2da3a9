//! What is found where alerts are on figures that nobody asks for, and what is no finding: what the cluster and others tell.

use hc_cdk::{
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::rule;

use crate::{oracle::watched::chart, stores::found};

const SILENT: &str = "has alerts on figures of the app that nobody asks for";

fn app(changes: &[(&'static str, &'static str, Json)]) -> App {
    let mut chart = chart();
    for (at, (object, path, value)) in changes.iter().enumerate() {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add(format!("Weaker{at}"), waiver.property(object, path, value.clone()));
    }
    App::new("clinic").stack(chart)
}

fn held(app: &App) -> usize {
    app.check().unwrap().verdicts().of(&rule::ALERTS_READ_WHAT_IS_ASKED).held
}

fn labels(name: &'static str, value: &'static str) -> Json {
    Object::new().with(name, value).into()
}

#[test]
fn what_is_asked_for_is_attested() {
    let app = app(&[]);
    assert_eq!(found(&app), "");
    assert_eq!(held(&app), 1);
}

#[test]
fn alerts_on_what_nobody_asks_for_are_found() {
    let name = "app.kubernetes.io/name";
    let none = || Json::List(Vec::new());
    for (object, path, value) in [
        ("Figures", "spec/selector/matchLabels", labels(name, "other")),
        ("Figures", "spec/selector/matchLabels/version", "2".into()),
        ("Figures", "spec/jobLabel", "app.kubernetes.io/part-of".into()),
        ("Figures", "spec/endpoints/0/port", "other".into()),
        ("Figures", "spec/endpoints", none()),
        ("Figures", "metadata/namespace", "clinic-watching".into()),
        ("ApiService", "metadata/labels", Object::new().into()),
        // Who asks takes no such monitor, or may not find its pods.
        ("Prometheus", "spec/serviceMonitorSelector", Json::Null),
        ("Prometheus", "spec/serviceMonitorSelector/matchLabels", labels("team", "other")),
        ("Prometheus", "spec/serviceMonitorNamespaceSelector", Json::Null),
        ("Prometheus", "spec/serviceMonitorNamespaceSelector/matchLabels", labels("team", "other")),
        ("FiguresBinding", "subjects/0/namespace", "elsewhere".into()),
        ("FiguresBinding", "subjects/0/name", "others".into()),
        ("FiguresBinding", "subjects/0/kind", "User".into()),
        ("FiguresBinding", "roleRef/name", "others".into()),
        ("FiguresFinding", "rules/0/verbs", Json::List(vec!["get".into()])),
        ("FiguresFinding", "rules/0/resources", Json::List(vec!["services".into()])),
        ("FiguresFinding", "rules/0/resourceNames", Json::List(vec!["api".into()])),
        ("FiguresFinding", "rules/1/apiGroups", Json::List(vec!["".into()])),
        ("Prometheus", "spec/serviceDiscoveryRole", Json::Null),
        // A way is closed.
        ("FiguresToClinicClinicalApi", "spec/egress", none()),
        ("FiguresToClinicClinicalApi", "spec/egress/0/ports/0/port", 8080.into()),
        ("FiguresFromClinicClinicalApi", "spec/ingress", none()),
    ] {
        let said = found(&app(&[(object, path, value)]));
        assert!(said.contains(SILENT), "nothing is found for `{path}` of `{object}`:\n{said}");
    }
}

#[test]
fn monitors_are_taken_by_their_labels_and_those_of_namespaces() {
    let taken = || Object::new().with("matchLabels", labels("app.kubernetes.io/part-of", "clinic"));
    let near = || Object::new().with("matchLabels", labels("kubernetes.io/metadata.name", "clinic-clinical"));
    let app = app(&[
        ("Prometheus", "spec/serviceMonitorSelector", taken().into()),
        ("Prometheus", "spec/serviceMonitorNamespaceSelector", near().into()),
        ("Figures", "spec/jobLabel", "team".into()),
        ("Figures", "spec/endpoints/0/targetPort", "metrics".into()),
    ]);
    assert_eq!(found(&app), "");
    assert_eq!(held(&app), 1);
}

/// What somebody signed for that a monitor says besides, may send it elsewhere, or drop what it is told.
#[test]
fn a_monitor_that_is_signed_for_is_not_said_to_read() {
    for (path, value) in [
        ("spec/namespaceSelector", Object::new().with("matchNames", vec!["elsewhere"]).into()),
        ("spec/endpoints/0/metricRelabelings", Json::List(vec![Object::new().with("action", "drop").into()])),
    ] {
        let mut chart = chart();
        let waiver = Waiver::new(rule::WATCHED_BY_NAME, "to see what is attested", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property("Figures", path, value));
        let app = App::new("clinic").stack(chart);
        assert_eq!([found(&app), held(&app).to_string()], ["", "0"].map(str::to_owned), "{path}");
    }
}

/// What others tell is neither found nor attested.
#[test]
fn what_the_cluster_tells_is_no_finding() {
    let recorded = "spec/groups/0/rules/0/expr";
    for expression in [
        r#"kube_pod_container_status_restarts_total{namespace="clinic-clinical",job="kube-state-metrics"}"#,
        r#"rate(container_cpu_usage_seconds_total{namespace="clinic-clinical",pod=~"api-.*"}[5m])"#,
        r#"nginx_ingress_controller_requests{namespace="clinic-clinical",service="api"}"#,
        r#"probe_success{namespace="clinic-clinical",job="api-of-others"}"#,
        r"node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
        r#"requests{namespace="elsewhere",job="api"}"#,
        r#"others:recorded:rate5m{job="api"}"#,
        r#"ALERTS{alertname="Watchdog"}"#,
        "up",
    ] {
        let app = app(&[("Told", recorded, expression.into())]);
        assert_eq!(found(&app), "", "{expression}");
        assert_eq!(held(&app), 0, "{expression}");
    }
    let checked = r#"avg(probe_success{job="api"})"#;
    assert_eq!(held(&app(&[("Told", recorded, checked.into())])), 1);
    let untaken = [
        ("spec/probeSelector", Json::Null),
        ("spec/probeSelector/matchLabels", labels("team", "other")),
        ("spec/probeNamespaceSelector/matchLabels", labels("team", "other")),
    ];
    for (path, value) in untaken {
        let said = found(&app(&[("Told", recorded, checked.into()), ("Prometheus", path, value)]));
        assert!(said.contains(SILENT), "nothing is found for `{path}`:\n{said}");
    }
    let unread = app_unread();
    assert_eq!([found(&unread), held(&unread).to_string()], ["", "0"].map(str::to_owned));
}

/// One with an expression that does not end.
fn app_unread() -> App {
    app(&[("Told", "spec/groups/0/rules/0/expr", "a{".into())])
}
