//! Rules of Prometheus: what is recorded of each indicator, and the alerts on that.

use hc_cdk::value::{Json, Object};

use super::promql;
use crate::{
    alert::Alert,
    indicator::Measured,
    load::Load,
    series::{Compared, Selected},
    watch::Watch,
    words::Language,
};

/// The rules as a file of Prometheus has them, and as the specification of a `PrometheusRule` has. What is recorded begins with the
/// name of the group, which is one for each watch of a Prometheus.
///
/// Every alert bears the namespace of the cluster that it is said in, if it is said in one, unless there is one for each namespace. So
/// whoever is told of the alerts of a namespace is told of these.
///
/// All are in one group, which is gone through once a minute and in order: an alert sees what was recorded before it.
pub fn rules(watch: &Watch, group: &str, namespace: Option<&str>) -> Json {
    let measured = watch.measured().into_iter().map(|it| record(group, it));
    let alerts = watch.alerts().iter().map(|it| alert(watch, group, namespace, it));
    let all = Object::new()
        .with("name", group.to_owned())
        .with("interval", "1m")
        .with("rules", measured.chain(alerts).collect::<Vec<_>>());
    Object::new().with("groups", vec![all]).into()
}

/// How much there is to do of something, as one number: the labels are those by which Prometheus knows what it asks, such as its
/// namespace and its job.
///
/// Of what is asked, and has nothing to tell yet, there is nothing to do. Where nothing is asked, or nothing answers, there is no number.
pub fn load(load: &Load, labels: &[(&'static str, &str)]) -> String {
    promql::load(load, |name| {
        let all = Selected::of(name);
        labels.iter().fold(all, |all, (label, text)| all.with(label, Compared::Is, (*text).to_owned()))
    })
}

fn record(group: &str, measured: &Measured) -> Object {
    let expression = promql::value(measured, measured.period);
    Object::new().with("record", promql::recorded(group, measured)).with("expr", expression)
}

fn alert(watch: &Watch, group: &str, namespace: Option<&str>, alert: &Alert) -> Object {
    let (expression, seconds) = promql::condition(group, alert.condition());
    let mut rule = Object::new().with("alert", alert.name()).with("expr", expression);
    if seconds > 0 {
        rule.insert("for", promql::span(seconds));
    }
    let measured = &alert.condition().measured;
    // It tells what is muted by what is worse. Two watches of one Alertmanager may give an indicator the same name, and one that has a
    // value for each service is well or not for each of these.
    let recorded = promql::recorded(group, measured);
    let indicator = measured.by.map_or(recorded.clone(), |label| format!("{recorded} {{{{ .Labels.{label} }}}}"));
    let mut labels = Object::new().with("severity", alert.severity().name()).with("indicator", indicator);
    if let Some(namespace) = namespace.filter(|_| measured.by != Some("namespace")) {
        labels.insert("namespace", namespace.to_owned());
    }
    let first = watch.first_language();
    let mut annotations = Object::new()
        .with("summary", alert.summary().in_or_english(first).to_owned())
        .with("description", alert.condition().sentence())
        .with("runbook_url", watch.page_of(alert));
    if first != Language::English {
        annotations.insert("summary_en", alert.summary().in_or_english(Language::English).to_owned());
    }
    if let Some(clause) = alert.clause() {
        annotations.insert("clause", clause.to_string());
    }
    rule.with("labels", labels).with("annotations", annotations)
}
