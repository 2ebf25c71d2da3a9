//! The alerts of the real systems as `promtool` and `amtool` read them: what is written is committed, and the judge `prometheus` of
//! `cargo xtask judge` asks these tools about it. `UPDATE=1` accepts what is written now.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail where it stands, and writes what is accepted"
)]

mod loads;
mod systems;

use std::{collections::BTreeSet, fs, path::Path};

use hc_cdk::value::{Json, Object};
use hc_cdk_observe::{Alert, Severity, write};

use self::systems::{Case, System, all};

#[test]
fn what_the_owners_ask_for_is_written_as_it_is_committed() {
    for system in all() {
        let System { name, watch, cases } = &system;
        let exports: BTreeSet<String> =
            watch.measured().iter().flat_map(|it| it.reading.series()).map(|it| it.name.to_string()).collect();
        assert_eq!(watch.faults(&exports), [], "{name}");
        let routes = write::alertmanager::configuration(watch.told(), write::alertmanager::Reader::File);
        same(&format!("{name}.rules.json"), &write::prometheus::rules(watch, name, None));
        same(&format!("{name}.alertmanager.json"), &routes);
        same(&format!("{name}.test.json"), &unit_tests(&system));
        let missing: Vec<&str> =
            watch.alerts().iter().map(Alert::name).filter(|it| !cases.iter().any(|case| case.0 == *it)).collect();
        assert!(missing.is_empty(), "{name}: nothing raises {missing:?}");
    }
}

#[test]
fn what_an_autoscaler_asks_is_written_as_it_is_committed() {
    same("loads.test.json", &loads::unit_tests());
}

/// Two tests for each case: the alert is raised, and it is not.
fn unit_tests(system: &System) -> Json {
    let tests = system.cases.iter().flat_map(|case| [unit_test(system, case, true), unit_test(system, case, false)]);
    Object::new()
        .with("rule_files", vec![format!("{}.rules.json", system.name)])
        .with("evaluation_interval", "1m")
        .with("tests", tests.collect::<Vec<_>>())
        .into()
}

fn unit_test(system: &System, (name, minute, raises, does_not): &Case, is_raised: bool) -> Object {
    let series = if is_raised { raises } else { does_not };
    let series = series.iter().map(|(name, values)| Object::new().with("series", *name).with("values", *values));
    let rules = write::prometheus::rules(&system.watch, system.name, None);
    let rules = rules.at("groups/0/rules").and_then(Json::as_list).unwrap();
    let rule = rules.iter().find(|it| it.get("alert").and_then(Json::as_text) == Some(*name)).unwrap();
    let labels = rule.get("labels").and_then(Json::as_object).unwrap().clone();
    // The only indicator of these systems with a value for each of a label.
    let labels = if *name == "ErrorRate" { of_a_service(&labels) } else { labels };
    let annotations = rule.get("annotations").cloned().unwrap();
    let alert = Object::new().with("exp_labels", labels).with("exp_annotations", annotations);
    let expected = Object::new()
        .with("eval_time", format!("{minute}m"))
        .with("alertname", *name)
        .with("exp_alerts", if is_raised { Json::from(vec![alert]) } else { Json::List(Vec::new()) });
    Object::new()
        .with("interval", "1m")
        .with("input_series", series.collect::<Vec<_>>())
        .with("alert_rule_test", vec![expected])
}

/// The labels of an alert about the service `auth`.
fn of_a_service(labels: &Object) -> Object {
    let indicator = labels.get("indicator").and_then(Json::as_text).unwrap();
    let indicator = indicator.replace("{{ .Labels.service }}", "auth");
    let kept = labels.iter().filter(|(name, _)| *name != "indicator");
    let kept = kept.fold(Object::new(), |all, (name, value)| all.with(name.to_owned(), value.clone()));
    kept.with("indicator", indicator).with("service", "auth")
}

fn same(file: &str, json: &Json) {
    let path = Path::new("tests/owners/written").join(file);
    let text = write::pretty(json);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        text,
        "{file} is not what is committed: accept it with UPDATE=1"
    );
}

#[test]
fn every_severity_is_told_to_somebody() {
    for System { watch, .. } in all() {
        for severity in Severity::ALL {
            assert!(!watch.told().told(severity).is_empty(), "{severity:?}");
        }
    }
}

#[test]
fn what_is_worse_mutes_nothing_but_the_same() {
    for System { name, watch, .. } in all() {
        let label = |group: &str, alert: &str, label: &str| {
            let rules = write::prometheus::rules(&watch, group, Some("clinic"));
            let rules = rules.at("groups/0/rules").and_then(Json::as_list).unwrap();
            let rule = rules.iter().find(|it| it.get("alert").and_then(Json::as_text) == Some(alert)).unwrap();
            rule.get("labels").and_then(|it| it.get(label)).and_then(Json::as_text).map(str::to_owned)
        };
        for alert in watch.alerts() {
            let indicator = label("one", alert.name(), "indicator").unwrap();
            assert_ne!(Some(&indicator), label("two", alert.name(), "indicator").as_ref(), "{name}: another watch");
            let by = alert.condition().measured.by.map(|label| format!("{{{{ .Labels.{label} }}}}"));
            assert!(by.is_none_or(|it| indicator.ends_with(&it)), "{name}: another value: {indicator}");
            assert_eq!(label("one", alert.name(), "namespace").as_deref(), Some("clinic"));
        }
        let routes = write::alertmanager::configuration(watch.told(), write::alertmanager::Reader::Operator);
        for muted in routes.get("inhibitRules").and_then(Json::as_list).unwrap() {
            assert_eq!(muted.get("equal"), Some(&Json::List(vec!["indicator".into(), "namespace".into()])));
        }
        // Who is told next waits for each alert, and not for the first of a group.
        let below = routes.at("route/routes").and_then(Json::as_list).unwrap();
        for waits in below.iter().filter(|it| it.get("groupWait").is_some()) {
            assert_eq!(waits.get("groupBy"), Some(&Json::List(vec!["...".into()])), "{name}");
        }
    }
}
