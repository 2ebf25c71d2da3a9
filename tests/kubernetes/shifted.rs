//! Requests are shifted to new pods at once after a trial alone, and there is a way back.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::Json,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward},
    prelude::*,
    workload::{Recommendation, Trial},
};
use serde_json::json;

use crate::{
    own_objects::like,
    rules::{Own, Prod, found, is_seen},
};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A workload that shifts its requests, with or without a trial that is given up after so many seconds.
fn shifting(deadline: Option<u32>) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let api = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
    let api = chart.add("Api", api.port(8080).probes(Probes::http("/live", "/ready")).build().blue_green());
    chart.add("Size", Recommendation::builder().target(api.service()).build());
    if let Some(seconds) = deadline {
        let trial = Trial::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
        chart.add("Trial", trial.of(&api).deadline(seconds).command(&["try"]).build());
    }
    chart
}

#[test]
fn a_trial_is_before_the_shift_and_after_it() {
    let manifest = Manifest::of_chart(shifting(Some(60)));
    let rollout = manifest.object("Rollout", "api").json().clone();
    let shift = &rollout["spec"]["strategy"]["blueGreen"];
    for (analysis, host) in [("prePromotionAnalysis", "api-preview"), ("postPromotionAnalysis", "api")] {
        assert_eq!(shift[analysis]["templates"], json!([{ "templateName": "trial" }]));
        assert_eq!(shift[analysis]["args"], json!([{ "name": "host", "value": host }]));
    }
    for name in ["api", "api-preview"] {
        let service = manifest.object("Service", name).json();
        assert_eq!(service["spec"]["selector"], rollout["spec"]["selector"]["matchLabels"]);
    }
    // Who collects figures by the label does so once.
    let labels = &manifest.object("Service", "api-preview").json()["metadata"]["labels"];
    assert!(labels.get("app.kubernetes.io/name").is_none(), "{labels}");
    let trial = manifest.object("AnalysisTemplate", "trial").json();
    let pod = &trial["spec"]["metrics"][0]["provider"]["job"]["spec"]["template"]["spec"];
    let env = &pod["containers"][0]["env"];
    assert_eq!(env[0], json!({ "name": "API_HOST", "value": "{{args.host}}.clinic-clinical.svc" }), "{env}");
    for kind in ["HorizontalPodAutoscaler", "VerticalPodAutoscaler"] {
        let it = manifest.objects().find(|it| it.kind() == kind).unwrap().json();
        let target = it["spec"].get("scaleTargetRef").or(it["spec"].get("targetRef")).unwrap();
        assert_eq!(*target, json!({ "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "api" }));
    }
}

#[test]
fn without_a_trial_nothing_is_shifted() {
    let found = |deadline| App::new("clinic").stack(shifting(deadline)).synthesize().unwrap_err().to_string();
    let text = found(None);
    assert!(text.contains("code: ShiftsAfterATrial") && text.contains("1 finding"), "{text}");
    for seconds in [0, 1201] {
        let text = found(Some(seconds));
        assert!(text.contains("the old pods are there for longer"), "{text}");
    }
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let api = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
    let api = chart.add("Api", api.probes(Probes::tcp()).build().blue_green());
    let _ = api.service();
    let text = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(text.contains("shifts requests, and listens on no port"), "{text}");
}

#[test]
fn a_rollout_of_ones_own_is_read() {
    let shift = |spec: &str| like("argoproj.io/v1alpha1", "Rollout", &format!(r#"{{"spec": {spec}}}"#));
    let is_found = |spec: &str| found::<Prod>(Own(shift(spec))).contains("code: ShiftsAfterATrial");
    assert!(is_found(r#"{"strategy": {"blueGreen": {"activeService": "a", "previewService": "b"}}}"#));
    let analysis = r#"{"templates": [{"templateName": "nobody"}]}"#;
    assert!(is_found(&format!(
        r#"{{"progressDeadlineAbort": true, "strategy": {{"blueGreen": {{"activeService": "a", "previewService": "b",
            "scaleDownDelaySeconds": 1800, "prePromotionAnalysis": {analysis}, "postPromotionAnalysis": {analysis}}}}}}}"#
    )));
    assert!(!is_found(r#"{"strategy": {"canary": {}}}"#));
}

/// A change of what our own rollout says that takes a part of it away, by a waiver for something else.
#[test]
fn each_part_of_the_way_back_is_read() {
    let with = |path: &'static str, value: Json| {
        let mut chart = shifting(Some(60));
        let waiver = Waiver::new(BY_HAND, "the name that our auditors know", "jane.roe", date!("2027-01-31"));
        chart.add("Changed", waiver.property("Api", path, value));
        let found = App::new("clinic").stack(chart).synthesize();
        found.map_or_else(|it| it.to_string(), |_| String::new())
    };
    for (path, value) in [
        ("spec/strategy/blueGreen/previewService", Json::from("api")),
        ("spec/strategy/blueGreen/scaleDownDelaySeconds", 30.into()),
        ("spec/strategy/blueGreen/autoPromotionSeconds", 1.into()),
        ("spec/strategy/blueGreen/prePromotionAnalysis/templates/0/templateName", "other".into()),
        ("spec/strategy/blueGreen/postPromotionAnalysis/dryRun", vec![Json::from("ends-well")].into()),
        ("spec/strategy/blueGreen/postPromotionAnalysis/templates", Json::Null),
        ("spec/progressDeadlineAbort", false.into()),
        // What goes back to one of these has no trial.
        ("spec/rollbackWindow/revisions", 3.into()),
    ] {
        let text = with(path, value);
        assert!(text.contains("code: ShiftsAfterATrial"), "{path}: {text}");
    }
    assert_eq!(with("spec/revisionHistoryLimit", 6.into()), "");
}

#[test]
fn a_trial_of_ones_own_is_one_program() {
    let trial = |metrics: &str| {
        like("argoproj.io/v1alpha1", "AnalysisTemplate", &format!(r#"{{"spec": {{"metrics": {metrics}}}}}"#))
    };
    let broken = "tries pods by something else than one program that has to end well";
    for metrics in [
        r#"[{"name": "a", "provider": {"web": {"url": "https://elsewhere.example"}}}]"#,
        r#"[{"name": "a", "provider": {"prometheus": {"query": "up"}}}]"#,
        r#"[{"name": "a", "provider": {"job": {}}}]"#,
        "[]",
    ] {
        is_seen(&trial(metrics), broken);
    }
    // Its pods are read like all others.
    let pod = r#"{"containers": [{"name": "a", "image": "a:1"}]}"#;
    let metric = |rest: &str| {
        format!(r#"{{"name": "a", "provider": {{"job": {{"spec": {{"template": {{"spec": {pod}}}}}}}}}{rest}}}"#)
    };
    let text = found::<Prod>(Own(trial(&format!("[{}]", metric("")))));
    assert!(text.contains("code: ImageByDigest") && !text.contains("code: TriesByAProgram"), "{text}");
    for metrics in [format!("[{0}, {0}]", metric("")), format!("[{}]", metric(r#", "failureLimit": 3"#))] {
        let text = found::<Prod>(Own(trial(&metrics)));
        assert!(text.contains("code: TriesByAProgram"), "{text}");
    }
}
