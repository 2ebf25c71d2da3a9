//! What decides by a model names it by its digest, and is told where decisions are written down.

use hc_cdk::{
    app::App,
    data::Phi,
    date, image,
    image::Image,
    policy::{FdaPart11, Hipaa, Production},
    rule::BY_HAND,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    chart::Chart,
    cpu, digest, memory,
    workload::{Probes, Workload},
};

use crate::{
    own_objects::like,
    rules::{Own, Prod, found},
};

const IMAGE: Image =
    image!("registry.example/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

const MODEL: &str = "sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9";

type Live = (Hipaa, FdaPart11, Production);

/// A service that decides by a model, and one in which decisions are written down.
fn deciding() -> Chart<Live> {
    let Ward { mut chart, zone } = Ward::<Live, Phi>::new("clinic");
    let service = || {
        let it = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
        it.port(8080).probes(Probes::tcp())
    };
    let log = chart.add("DecisionLog", service());
    let model = digest!("sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
    chart.add("Inference", service().decides(model, &log));
    chart
}

#[test]
fn pods_say_which_model_decides_and_where_it_is_written_down() {
    let manifest = Manifest::of_chart(deciding());
    let told = json!([{ "name": "MODEL", "value": MODEL }]);
    let pods = json!({
        "metadata": { "annotations": { "hc-cdk/model": MODEL, "hc-cdk/decision-log": "decision-log" } },
    });
    manifest.has_object("Deployment", json!({ "spec": { "template": pods } }));
    let inference = manifest.object("Deployment", "inference").json();
    let variables = inference["spec"]["template"]["spec"]["containers"][0]["env"].as_array().unwrap();
    assert!(variables.contains(&told[0]), "{variables:?}");
    assert!(variables.iter().any(|it| it["name"] == "DECISION_LOG_HOST"), "{variables:?}");
}

#[test]
fn each_part_of_what_is_said_is_read() {
    let with = |path: &'static str, value: Json| {
        let mut chart = deciding();
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
        chart.add("Changed", waiver.property("Inference", path, value));
        App::new("clinic").stack(chart).synthesize().map_or_else(|it| it.to_string(), |_| String::new())
    };
    let note = "spec/template/metadata/annotations";
    let env = "spec/template/spec/containers/0/env";
    for (path, value) in [
        (note.to_owned(), Json::from(Object::new().with("hc-cdk/model", MODEL))),
        (format!("{env}/0/value"), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
        (format!("{env}/0/name"), "VERSION".into()),
    ] {
        let path: &'static str = Box::leak(path.into_boxed_str());
        let text = with(path, value);
        assert!(text.contains("code: DecidesByANamedModel"), "{path}: {text}");
    }
    assert_eq!(with("spec/revisionHistoryLimit", 6.into()), "");
}

#[test]
fn an_object_of_ones_own_is_read() {
    let said = |notes: &str, env: &str| {
        let spec = format!(
            r#"{{"spec": {{"template": {{"metadata": {{"annotations": {notes}}}, "spec": {{"containers": [{{"name": "own", "env": {env}}}]}}}}}}}}"#
        );
        found::<Prod>(Own(like("apps/v1", "Deployment", &spec))).contains("code: DecidesByANamedModel")
    };
    let told = format!(r#"[{{"name": "MODEL", "value": "{MODEL}"}}, {{"name": "LOG_HOST", "value": "log"}}]"#);
    let whole = format!(r#"{{"hc-cdk/model": "{MODEL}", "hc-cdk/decision-log": "log"}}"#);
    assert!(!said(&whole, &told));
    assert!(!said("{}", r#"[{"name": "MODEL", "value": "v3"}]"#), "who says nothing of a model has cars, perhaps");
    assert!(said(&format!(r#"{{"hc-cdk/model": "{MODEL}"}}"#), &told));
    assert!(said(r#"{"hc-cdk/decision-log": "log"}"#, &told));
    assert!(said(&whole.replace("\"log\"", "\"other\""), &told));
    assert!(said(&whole.replace("b17ef6", "B17EF6"), &told));
    assert!(said(&whole, &told.replace("MODEL", "VERSION")));
    assert!(said(&whole, &told.replace("LOG_HOST", "LOG_LEVEL")), "how much is logged is not where");
    assert!(!said(&whole, &told.replace("LOG_HOST", "LOG_QUEUE_URL")));
}

#[test]
fn pods_in_a_list_are_read() {
    let said = |env: &str| {
        let pods = format!(
            r#"{{"metadata": {{"annotations": {{"hc-cdk/model": "{MODEL}", "hc-cdk/decision-log": "log"}}}}, "spec": {{"containers": [{{"name": "own", "env": {env}}}]}}}}"#
        );
        let list = format!(r#"{{"items": [{{"spec": {{"template": {pods}}}}}]}}"#);
        found::<Prod>(Own(like("apps/v1", "DeploymentList", &list))).contains("code: DecidesByANamedModel")
    };
    let told = format!(r#"[{{"name": "MODEL", "value": "{MODEL}"}}, {{"name": "LOG_HOST", "value": "log"}}]"#);
    assert!(!said(&told));
    assert!(said(&told.replace(MODEL, "v3")));
}
