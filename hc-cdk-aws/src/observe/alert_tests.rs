//! Alerts as alarms of CloudWatch.

use hc_cdk::{
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_observe::{Alert, Burn, Counter, Gauge, Histogram, Metric, Runbook, Severity, preset, write};
use serde_json::Value as Tree;

use super::{Count, PerMinute, Percent, Seconds};
use crate::{
    assertions::{Template, json},
    prelude::*,
    region,
};

const REQUESTS: Counter = Counter::named("requests_total");
const ERRORS: Counter = Counter::named("errors_total");
const ANSWERED: Histogram<Seconds> = Histogram::named("answered_seconds");
const USED: Gauge<Count> = Gauge::named("pool_used");
const SIZE: Gauge<Count> = Gauge::named("pool_size");

fn alerts() -> [Alert; 5] {
    let throughput = REQUESTS.everywhere().per_minute("throughput").over_minutes(5);
    [
        preset::THROUGHPUT_LOST.at("Lost", &throughput, PerMinute(20.0), Severity::Critical),
        preset::WAITING.of(&ANSWERED.everywhere().p95("waiting")),
        preset::ERROR_RATE.of(&ERRORS.everywhere().share_of(REQUESTS.everywhere(), "errors")),
        preset::POOL_NEARLY_FULL.of(&USED.everywhere().of(SIZE.everywhere(), "pool")),
        preset::UNCLEARED_READ.of(&ERRORS.everywhere().is("kind", "uncleared").within_minutes("uncleared", 5)),
    ]
}

#[test]
fn an_alarm_says_what_its_alert_does() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let told = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    let told = alerts().iter().fold(told, |it, alert| it.alert("Clinic", alert));
    stack.add("Told", told.build());
    let template = Template::of_stack(stack);
    for alert in alerts() {
        let alarm = &template.json()["Resources"][format!("Told{}Alarm", alert.name())]["Properties"];
        let expected = write::cloudwatch::alarm(alert.condition(), "Clinic").unwrap();
        let expected: Tree = serde_json::from_str(&write::pretty(&expected.into())).unwrap();
        for member in ["ComparisonOperator", "DatapointsToAlarm", "EvaluationPeriods", "TreatMissingData"] {
            assert_eq!(alarm[member], expected[member], "{}: {member}", alert.name());
        }
        assert_eq!(alarm["Threshold"].as_f64(), expected["Threshold"].as_f64(), "{}", alert.name());
        assert_eq!(asked(alarm), asked(&expected), "{}", alert.name());
        let said = alarm["AlarmDescription"].as_str().unwrap();
        assert!(said.starts_with(&format!("{}: ", alert.severity().name())) && said.contains(" 1. "), "{said}");
    }
}

/// What CloudWatch is asked for: metrics and expressions.
fn asked(alarm: &Tree) -> Vec<(Tree, Tree)> {
    let mut all: Vec<_> = alarm["Metrics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["MetricStat"].clone(), it["Expression"].clone()))
        .collect();
    for (stat, _) in &mut all {
        if stat["Metric"]["Dimensions"].as_array().is_some_and(Vec::is_empty) {
            stat["Metric"]["Dimensions"] = Tree::Null;
        }
    }
    all
}

#[test]
fn what_cloudwatch_cannot_tell_is_found() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let well = ERRORS.everywhere().rest_of(REQUESTS.everywhere(), "well").promised(Percent(99.9));
    let burns = Alert::builder().name("Burns").when(well.burns(Burn::Fast)).severity(Severity::High);
    let burns = burns.summary("it burns").runbook(Runbook::first("look")).build();
    let told = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org")).alert("Clinic", &burns);
    let by_service = ERRORS.everywhere().share_of(REQUESTS.everywhere(), "errors").by("service");
    stack.add("Told", told.alert("Clinic", &preset::ERROR_RATE.of(&by_service)).build());
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    for name in ["Burns", "ErrorRate"] {
        assert!(findings.contains(&format!("raises `{name}`, of which CloudWatch cannot tell")), "{findings}");
    }
}

#[test]
fn what_guardduty_finds_is_told_by_how_bad_it_is() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let told = Alarms::builder().key(&key).notify(Contact::email("security@example.org")).also_of_guard();
    stack.add("Security", told.build());
    let template = Template::of_stack(stack);
    let resources = &template.json()["Resources"];
    for (name, figures, says) in
        [("Threats", json!([">=", 7]), "critical: "), ("Suspicions", json!([">=", 4, "<", 7]), "high: ")]
    {
        let rule = &resources[format!("Security{name}")]["Properties"];
        assert_eq!(rule["EventPattern"]["detail"]["severity"][0]["numeric"], figures, "{name}");
        let text = rule["Targets"][0]["InputTransformer"]["InputTemplate"].as_str().unwrap();
        assert!(text.starts_with(&format!("{{\"AlarmDescription\": \"{says}")), "{text}");
    }
    let lets_in = |statements: &serde_json::Value| {
        statements.as_array().unwrap().iter().any(|it| it["Principal"]["Service"] == "events.amazonaws.com")
    };
    assert!(lets_in(&resources["SecurityPolicy"]["Properties"]["PolicyDocument"]["Statement"]));
    let of_key = &resources["Key"]["Properties"]["KeyPolicy"]["Statement"];
    assert!(lets_in(of_key), "the topic is encrypted");
    let said =
        of_key.as_array().unwrap().iter().find(|it| it["Principal"]["Service"] == "events.amazonaws.com").unwrap();
    assert!(!said.to_string().contains("aws:Source"), "it does not say to the key for whom it acts: {said}");
}

#[test]
fn each_misuse_is_counted_in_the_trail_and_told_by_how_bad_it_is() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let told = Alarms::builder().key(&key).notify(Contact::email("security@example.org")).misuse(&trail);
    stack.add("Security", told.build());
    let template = Template::of_stack(stack);
    let resources = &template.json()["Resources"];
    let expected = [
        ("DataRefused", "compliance"),
        ("DataTakenWithoutRole", "compliance"),
        ("CallsRefused", "high"),
        ("SecondFactorMissing", "high"),
        ("RootUsed", "critical"),
        ("RightsChanged", "high"),
        ("TrailChanged", "critical"),
        ("SignInRefused", "high"),
        ("KeyTakenAway", "critical"),
        ("BucketChanged", "high"),
    ];
    for (name, severity) in expected {
        let count = &resources[format!("Security{name}Count")]["Properties"];
        let alarm = &resources[format!("Security{name}Alarm")]["Properties"];
        assert_eq!(count["LogGroupName"]["Ref"], "AuditLogs", "{name}");
        let metric = &alarm["Metrics"][0]["MetricStat"];
        assert_eq!(count["MetricTransformations"][0]["MetricName"], metric["Metric"]["MetricName"], "{name}");
        assert_eq!((&metric["Stat"], &metric["Period"]), (&"Sum".into(), &300.into()), "{name}");
        let said = alarm["AlarmDescription"].as_str().unwrap();
        assert!(said.starts_with(&format!("{severity}: ")) && said.contains(" 1. "), "{said}");
    }
}
