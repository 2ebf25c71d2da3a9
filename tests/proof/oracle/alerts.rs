//! Alerts of Prometheus: what they say, and who is told.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("RulesSayWhatToDo", |it| {
        let rules: Value = serde_json::from_str(it.text("Data").unwrap_or_default()).unwrap_or_default();
        let groups = list(rules.get("groups"));
        let alerts = groups.iter().flat_map(|it| list(it.get("rules"))).filter(|it| it.get("alert").is_some());
        let alerts: Vec<&Value> = alerts.collect();
        let says =
            |alert: &Value, path: &str| alert.pointer(path).and_then(Value::as_str).unwrap_or_default().len() > 1;
        let silent = alerts.iter().any(|it| {
            let all = ["/expr", "/labels/severity", "/annotations/summary", "/annotations/runbook_url"];
            all.iter().any(|path| !says(it, path))
        });
        when(alerts.is_empty(), "there are no alerts").or_else(|| when(silent, "an alert does not say what to do"))
    }),
    ("WorkspaceTellsSomebody", workspace),
];

/// Each place where the definition names a topic is a reference between two texts.
fn workspace(it: Thing<'_>) -> Option<String> {
    let definition = it.at("AlertManagerDefinition");
    let parts = definition.map_or(&[][..], |it| list(it.pointer("/Fn::Join/1")));
    let told = |topic: Thing<'_>| {
        !topic.list("Subscription").is_empty()
            || topic
                .others("AWS::SNS::Subscription")
                .any(|way| way.points_at(way.at("TopicArn"), topic) && way.at("Endpoint").is_some())
    };
    let takes = |topic: Thing<'_>| {
        let mut policies = topic
            .others("AWS::SNS::TopicPolicy")
            .filter(|it| it.list("Topics").iter().any(|at| it.points_at(Some(at), topic)));
        policies.any(|it| {
            it.list("PolicyDocument/Statement").iter().any(|it| {
                it["Effect"] == "Allow"
                    && it["Principal"]["Service"] == "aps.amazonaws.com"
                    && it["Action"].to_string().contains("sns:Publish")
            })
        })
    };
    let topics: Vec<Thing<'_>> = parts.iter().filter_map(|part| it.target(part)).collect();
    let text = definition.map(words).unwrap_or_default();
    let named = text.matches("topic_arn").count();
    when(named == 0 || topics.len() < named, "a receiver names no topic")
        .or_else(|| when(topics.iter().any(|it| it.kind() != "AWS::SNS::Topic"), "what is told is no topic"))
        .or_else(|| when(!topics.iter().all(|it| takes(*it)), "what is told takes no alerts"))
        .or_else(|| when(!topics.into_iter().all(told), "nobody is subscribed to what is told"))
}
