//! How a workload is asked how it is, which is said once: by the cluster, and from outside.

use hc_cdk::{app::App, data::Phi, image, image::Image, policy::VnHealth};
use hc_cdk_k8s::{
    assertions::{Ward, json},
    prelude::*,
};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

#[test]
fn what_is_asked_from_outside_stands_with_the_probes() {
    let Ward { mut chart, zone } = Ward::<VnHealth, Phi>::new("clinic");
    let probes = Probes::http("/live", "/ready").asked("api", 60).asked_at("api-database", "/deep/database", 30);
    let api = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(probes);
    let api = chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")));
    let asked: Vec<_> = api.uptimes().iter().map(|it| (it.name, it.address.json().to_string(), it.seconds)).collect();
    let at = |path: &str| format!("http://api.clinic-clinical.svc:8080{path}");
    assert_eq!(asked.len(), 2);
    assert!(asked[0].0 == "api" && asked[0].1.contains(&at("/ready")) && asked[0].2 == 60, "{asked:?}");
    assert!(asked[1].0 == "api-database" && asked[1].1.contains(&at("/deep/database")), "{asked:?}");
    let manifest = hc_cdk_k8s::assertions::Manifest::of_chart(chart);
    let container = json!([{ "readinessProbe": { "httpGet": { "path": "/ready" } }, "livenessProbe": { "httpGet": { "path": "/live" } } }]);
    manifest.has_object("Deployment", json!({ "spec": { "template": { "spec": { "containers": container } } } }));
}

#[test]
fn what_is_asked_from_outside_has_a_path() {
    let said = |chart: Chart<VnHealth>| App::new("clinic").stack(chart).check().err().map(|it| it.to_string());
    let api = |probes: Probes| {
        let Ward { mut chart, zone } = Ward::<VnHealth, Phi>::new("clinic");
        let api = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(probes);
        chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")));
        said(chart).unwrap_or_default()
    };
    assert_eq!(api(Probes::http("/live", "/ready").asked_at("database", "/health/database", 30)), "");
    assert_eq!(
        api(Probes::http("/live", "/ready").asked_at("up", "/live", 60)),
        "",
        "whether it lives, somebody asks, too"
    );
    assert_eq!(api(Probes::http("/up", "/up").asked("api", 60)), "", "one path may say both");
    let found = api(Probes::tcp().asked_at("up", "up", 60));
    assert!(found.contains("from outside for the path `up`"), "{found}");

    let Ward { mut chart, zone } = Ward::<VnHealth, Phi>::new("clinic");
    let agent =
        NodeAgent::builder().perimeter(&zone).image(IMAGE).metrics(9090).probes(Probes::tcp().asked("agent", 60));
    chart.add("Agent", agent.resources(cpu!("250m"), memory!("256Mi")));
    let found = said(chart).unwrap_or_default();
    assert!(found.contains("is asked from outside, and takes no requests"), "{found}");
}
