//! How new pods take over: what the documentation of Argo Rollouts says of the fields of its objects.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, number, value};

pub(super) const TABLE: Table = &[
    ("DecidesByANamedModel", |it| {
        let places = ["spec/template", "spec/jobTemplate/spec/template"];
        let pods = places.into_iter().find_map(|path| it.at(path)).unwrap_or(&it.written.json);
        let said = |name: &str| pods["metadata"]["annotations"][name].as_str();
        let containers = list(value(pods, "spec/containers"));
        let variables = || containers.iter().flat_map(|it| list(it.get("env")));
        let told: Vec<&Value> = variables().filter(|it| it["name"] == "MODEL").collect();
        let digest = said("hc-cdk/model").filter(|it| it.len() == 71 && it.starts_with("sha256:"));
        let log = said("hc-cdk/decision-log").map(|it| it.replace('-', "_").to_uppercase()).filter(|it| !it.is_empty());
        let is_where = |end: &str| !["LEVEL", "FORMAT", "COLOR"].iter().any(|it| end.ends_with(it));
        let names = || variables().filter_map(|it| it["name"].as_str());
        let where_to = |log: &str| names().filter_map(|it| it.strip_prefix(log)).any(is_where);
        when(digest.is_none(), "its model is a version that can be moved")
            .or_else(|| {
                when(
                    told.is_empty() || told.iter().any(|it| it["value"].as_str() != digest),
                    "its pods are told another model",
                )
            })
            .or_else(|| when(!log.is_some_and(|it| where_to(&it)), "nobody says where decisions are written down"))
    }),
    ("TriesByAProgram", |it| {
        let [metric] = it.list("spec/metrics") else { return Some("it is not one program".into()) };
        let job = value(metric, "provider/job/spec");
        let containers = list(job.and_then(|it| value(it, "template/spec/containers")));
        let zero = |name: &str| job.and_then(|it| value(it, name)).and_then(number) == Some(0.0);
        let is_forgiven = value(metric, "failureLimit").is_some_and(|it| number(it) != Some(0.0));
        when(job.is_none() || containers.len() != 1, "it is not one program")
            .or_else(|| when(it.at("spec/dryRun").is_some(), "what comes of it is only noted"))
            .or_else(|| when(is_forgiven, "it may fail"))
            .or_else(|| when(zero("completions") || zero("parallelism"), "nothing has to end"))
            .or_else(|| when(!by_digest(containers), "the program is not named by a digest"))
    }),
    ("ShiftsAfterATrial", |it| {
        let tries = |when: &str| {
            let path = format!("spec/strategy/blueGreen/{when}");
            let templates = it.list(&format!("{path}/templates"));
            !templates.is_empty()
                && templates.iter().all(|at| is_there(it, at))
                && it.at(&format!("{path}/dryRun")).is_none()
        };
        let gradually = it.at("spec/strategy/canary").is_some();
        when(
            gradually || it.text("spec/strategy/blueGreen/activeService").is_none(),
            "requests are not shifted at once",
        )
        .or_else(|| when(!tries("prePromotionAnalysis"), "they are shifted without a trial"))
        .or_else(|| when(!tries("postPromotionAnalysis"), "they do not go back after a second one"))
    }),
];

fn by_digest(containers: &[Value]) -> bool {
    containers.iter().all(|it| it["image"].as_str().is_some_and(|it| it.contains("@sha256:")))
}

/// Whether a trial that a rollout names is one of its namespace.
fn is_there(it: Thing<'_>, named: &Value) -> bool {
    let zone = it.text("metadata/namespace");
    let is_it = |other: &Thing<'_>| {
        other.text("metadata/name") == named["templateName"].as_str() && other.text("metadata/namespace") == zone
    };
    named["clusterScope"] != true && it.others("AnalysisTemplate").any(|it| is_it(&it))
}
