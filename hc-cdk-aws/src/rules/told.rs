//! Rules about alarms and boards: that somebody is told, and that there is something to look at.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Known, Must, Subject, Verdict, at, lacks, real_data},
    value::{Json, Token},
};
use serde_json::Value as Tree;

use super::{clauses::TOLD, possible::may_be, publish, raised::can_be_raised};

pub(super) const TOPIC: &str = "AWS::SNS::Topic";

const SUBSCRIPTION: &str = "AWS::SNS::Subscription";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ALARM_TELLS_SOMEBODY = "AlarmTellsSomebody" {
        sentence: "when an alarm is raised, it tells a topic that somebody is subscribed to for what is that bad",
        controls: TOLD,
        on: &["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"],
        when: real_data,
        must: Must::Judge(tells),
        message: "tells nobody: no topic in its `AlarmActions` lets it publish and has a subscription",
        help: "subscribe somebody to the topic, let `cloudwatch.amazonaws.com` publish there and use its key, or use `.notify(..)` of `Alarms`",
    }

    pub ALARM_CAN_BE_RAISED = "AlarmCanBeRaised" {
        sentence: "an alarm looks at as many periods as have to be bad before it is raised, and at a limit that its metric can pass",
        controls: TOLD,
        on: &["AWS::CloudWatch::Alarm"],
        when: real_data,
        must: Must::Hold(can_be_raised),
        message: "waits for more bad periods than it looks at, or for what its metric never is, and is never raised",
        help: "set `DatapointsToAlarm` to no more than `EvaluationPeriods`, `Threshold` to what the metric can pass, and `TreatMissingData` to `breaching` where nothing is measured while nothing happens",
    }

    pub TOLD_OVER_TLS = "ToldOverTls" {
        sentence: "nobody is told over plain HTTP",
        controls: &[hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION, soc2::TRANSMISSION, iso27001::CRYPTOGRAPHY],
        on: &[TOPIC, SUBSCRIPTION],
        when: real_data,
        must: Must::Judge(|it| {
            let told = subscriptions(it);
            if told.is_empty() { Verdict::NotApplicable } else { Verdict::of(!told.into_iter().any(is_plain)) }
        }),
        message: "tells somebody over plain HTTP, or in a way that cannot be read",
        help: "set `Protocol` to `https`, with an address that begins so",
    }

    pub FINDINGS_ARE_TOLD = "FindingsAreTold" {
        sentence: "what a rule takes of the findings of GuardDuty is told to a topic that somebody is subscribed to for what is that bad",
        controls: &[
            hipaa::MALICIOUS_SOFTWARE,
            hipaa::RESPONSE,
            soc2::MONITORING,
            soc2::EVALUATION,
            iso27001::MONITORING,
            gdpr::BREACH_NOTIFICATION,
        ],
        on: &["AWS::Events::Rule"],
        when: real_data,
        must: Must::Judge(finds),
        message: "takes what GuardDuty finds, and tells nobody: it is off, or none of its targets is a topic that lets it publish and has a subscription",
        help: "subscribe somebody to the topic, let `events.amazonaws.com` publish there and use its key without `aws:SourceAccount`, or use `.also_of_guard()` of `Alarms`",
    }

    pub ALARM_IS_WHERE_IT_IS_MEASURED = "AlarmIsWhereItIsMeasured" {
        sentence: "an alarm stands in the region in which its service measures",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::CloudWatch::Alarm"],
        when: real_data,
        must: Must::Hold(is_where_it_is_measured),
        message: "watches what is measured in `us-east-1` only, and would never be raised here",
        help: "declare it in a stack in `us-east-1`",
    }

    pub BOARD_SHOWS = "BoardShows" {
        sentence: "there is a board to look at, with something on it, and no graph or list of alarms on it is empty",
        controls: &[hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::CloudWatch::Dashboard"],
        when: real_data,
        must: Must::Hold(shows),
        message: "is a board that shows nothing, has a graph without metrics or a list without alarms, or cannot be read",
        help: "write in `DashboardBody` widgets with `metrics`, `alarms` or a `query`, or use a `Dashboard`",
    }
}

/// Whether a board shows something, and each of its widgets does that is for it. Texts are read beside figures, and show none.
///
/// Source: "Dashboard body structure and syntax" in the API reference of CloudWatch.
fn shows(board: &Subject<'_>) -> bool {
    let body = board.property("DashboardBody").and_then(|it| serde_json::from_str::<Tree>(&said(it)?).ok());
    let widgets = body.as_ref().and_then(|it| it.get("widgets")?.as_array());
    let shown = widgets.map(|all| all.iter().filter(|it| it["type"] != "text").collect::<Vec<_>>());
    shown.is_some_and(|all| !all.is_empty() && all.into_iter().all(is_filled))
}

/// Whether a widget has what one of its kind shows.
fn is_filled(widget: &Tree) -> bool {
    let has = |path: &str| match widget.pointer(path) {
        Some(Tree::Array(items)) => items.iter().any(|it| it.as_array().is_none_or(|parts| !parts.is_empty())),
        Some(Tree::String(text)) => !text.trim().is_empty(),
        _ => false,
    };
    match widget["type"].as_str() {
        Some("metric") => has("/properties/metrics") || has("/properties/annotations/alarms"),
        Some("alarm") => has("/properties/alarms"),
        Some("log") => has("/properties/query"),
        Some("explorer") => has("/properties/metrics"),
        Some("custom") => has("/properties/endpoint"),
        _ => false,
    }
}

/// A text with a letter for whatever the deployment fills in, which stands inside of texts there; nothing if all of it is filled in.
fn said(body: &Json) -> Option<String> {
    match body {
        Json::Text(text) => Some(text.to_string()),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => Some(parts.iter().map(|it| said(it).unwrap_or_else(|| "x".to_owned())).collect()),
            _ => None,
        },
        _ => None,
    }
}

/// The subscriptions that a resource is or has. What cannot be read may be any.
fn subscriptions<'a>(it: &Subject<'a>) -> Vec<&'a Json> {
    match it.property("Subscription") {
        _ if it.is(SUBSCRIPTION) => vec![&it.resource.properties],
        Some(all) => all.as_list().map_or_else(|| vec![all], |all| all.iter().collect()),
        None => Vec::new(),
    }
}

/// Whether a subscription may be told without TLS.
fn is_plain(subscription: &Json) -> bool {
    at(subscription, "Protocol").is_none_or(|it| may_be(it, |it| it.eq_ignore_ascii_case("http")))
}

/// Whether somebody who is subscribed to a topic may be told without TLS.
pub(super) fn tells_plainly(topic: &Subject<'_>) -> bool {
    let mut others = topic.users_of(SUBSCRIPTION).filter(|it| topic.may_be_named_in(it, "TopicArn"));
    subscriptions(topic).into_iter().any(is_plain) || others.any(|it| is_plain(&it.resource.properties))
}

/// Topics that exist already, and what else an alarm does, are not known to tell anybody: nothing is said of them.
pub(super) fn tells(alarm: &Subject<'_>) -> Verdict {
    let is_on = matches!(alarm.flag("ActionsEnabled"), Known::Missing | Known::Is(true));
    if !is_on || !alarm.lacks("ActionsSuppressor") {
        return Verdict::Broken;
    }
    let actions = alarm.list("AlarmActions");
    let topics: Vec<_> = actions.iter().filter_map(|it| alarm.referred(it)).filter(|it| it.is(TOPIC)).collect();
    let says = alarm.text("AlarmDescription").unwrap_or_default();
    if topics.iter().any(|topic| publish::ALARMS.may_tell(alarm, topic) && has_a_subscription(topic, says)) {
        Verdict::Held
    } else if topics.is_empty() && actions.iter().any(|it| it.as_text().is_some()) {
        Verdict::NotApplicable
    } else {
        Verdict::Broken
    }
}

/// Of rules on other events nothing is asked here.
fn finds(rule: &Subject<'_>) -> Verdict {
    let is_it = |it: &Json| may_be(it, |source| source == "aws.guardduty");
    // What cannot be read may be about that.
    let about =
        rule.property("EventPattern/source").is_none_or(|it| it.as_list().is_none_or(|all| all.iter().any(is_it)));
    if rule.lacks("EventPattern/source") || !about {
        return Verdict::NotApplicable;
    }
    // GuardDuty tells the default bus, and no other.
    let hears_it = rule.property("EventBusName").is_none_or(|it| it.as_text() == Some("default"));
    let is_on = rule.property("State").is_none_or(|it| it.as_text() == Some("ENABLED"));
    let hears = |target: &Json| {
        let topic = at(target, "Arn").and_then(|it| rule.referred(it)).filter(|it| it.is(TOPIC));
        let template = at(target, "InputTransformer/InputTemplate").and_then(Json::as_text);
        let says = template.and_then(|it| it.strip_prefix(SAYS)).unwrap_or_default();
        // By a role it does not get at what is under a key.
        lacks(target, "RoleArn")
            && topic.is_some_and(|topic| publish::EVENTS.may_tell(rule, &topic) && has_a_subscription(&topic, says))
    };
    Verdict::of(is_on && hears_it && rule.list("Targets").iter().any(hears))
}

/// How a text begins that subscriptions read as what an alarm says.
const SAYS: &str = "{\"AlarmDescription\": \"";

/// Whether somebody is subscribed to a topic for what begins so.
pub(super) fn has_a_subscription(topic: &Subject<'_>, says: &str) -> bool {
    let complete = |it: &Json| at(it, "Endpoint").is_some() && at(it, "Protocol").is_some();
    let hears = |it: &Json| complete(it) && lets_through(it, says);
    topic.list("Subscription").iter().any(complete)
        || topic.users_of(SUBSCRIPTION).any(|it| topic.is_named_in(&it, "TopicArn") && hears(&it.resource.properties))
}

/// Whether a subscription gets what an alarm says: all of it, or what begins as the alarm's description does. Any other filter may hold
/// it back.
fn lets_through(subscription: &Json, says: &str) -> bool {
    let Some(filter) = at(subscription, "FilterPolicy") else { return true };
    let of_body = at(subscription, "FilterPolicyScope").and_then(Json::as_text) == Some("MessageBody");
    let is_alone = |it: &Json| it.as_object().is_some_and(|it| it.len() == 1);
    let fits = |it: &Json| {
        let prefix = it.get("prefix").and_then(Json::as_text).filter(|_| is_alone(it));
        prefix.is_some_and(|prefix| !prefix.is_empty() && says.starts_with(prefix))
    };
    let prefixes = filter.get("AlarmDescription").and_then(Json::as_list).unwrap_or_default();
    of_body && is_alone(filter) && prefixes.iter().any(fits)
}

/// What is measured in one region, wherever it is done.
const MEASURED: [&str; 3] = ["AWS/Billing", "AWS/CloudFront", "AWS/Route53"];

fn is_where_it_is_measured(alarm: &Subject<'_>) -> bool {
    let of_metric =
        |it: &Json| at(it, "MetricStat/Metric/Namespace").and_then(Json::as_text).is_some_and(is_measured_once);
    let is_of_one_region =
        alarm.text("Namespace").is_some_and(is_measured_once) || alarm.list("Metrics").iter().any(of_metric);
    !is_of_one_region || alarm.stack.region == "us-east-1"
}

/// Whether what is measured there is so in `us-east-1` only.
pub(crate) fn is_measured_once(namespace: &str) -> bool {
    MEASURED.contains(&namespace)
}
