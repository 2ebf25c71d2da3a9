//! Queues, topics and buses: how they are reached, and what becomes of what nobody handles.

use serde_json::Value;

use super::{Table, access::of_resource, when};
use crate::document::{Thing, list, number, words};

pub(super) const TABLE: Table = &[
    ("MessagesSpeakTls", |it| {
        // EventBridge has no endpoint without TLS.
        if it.kind() == "AWS::Events::EventBus" {
            return None;
        }
        let all = if it.kind() == "AWS::SQS::Queue" { "sqs:*" } else { "sns:Publish" };
        let tells = told(it).iter().any(|it| words(&it["Protocol"]) == "http");
        when(
            tells
                || !of_resource(it).into_iter().any(|(of, statement)| {
                    let about = list(statement.get("Resource")).iter().any(|at| words(at) == "*" || of.names(at, it));
                    about && refuses_plain(statement, all)
                }),
            "it takes messages without TLS",
        )
    }),
    ("QueueKeepsWhatFails", |it| {
        let waits = it.at("MessageRetentionPeriod").map_or(Some(345_600.0), number);
        when(
            it.at("RedrivePolicy/deadLetterTargetArn").is_none() || waits.is_none_or(|it| it < 345_600.0),
            "what nobody handles is lost",
        )
    }),
    ("BusKeepsWhatFails", |it| {
        let lost = |config: Option<&Value>| config.and_then(|it| it.get("Arn")).is_none_or(Value::is_null);
        let targets = it.list("Targets").iter();
        let of_bus = it.kind() == "AWS::Events::EventBus" && lost(it.at("DeadLetterConfig"));
        when(
            of_bus || targets.into_iter().any(|to| lost(to.get("DeadLetterConfig"))),
            "what it cannot hand over is lost",
        )
    }),
    ("EventsAreKept", |it| {
        let days = it.asked().backup;
        let keeps = |archive: &Thing<'_>| {
            let lasts =
                archive.at("RetentionDays").is_none_or(|it| number(it).is_some_and(|it| it == 0.0 || it >= days));
            archive.points_at(archive.at("SourceArn"), it) && archive.at("EventPattern").is_none() && lasts
        };
        when(!it.others("AWS::Events::Archive").any(|archive| keeps(&archive)), "its events are not all kept")
    }),
    ("ToldOverTls", |it| {
        let plain = |it: &&Value| it.get("Protocol").is_none_or(|it| words(it).eq_ignore_ascii_case("http"));
        when(told(it).iter().any(plain), "somebody is told without TLS")
    }),
    ("QueueStays", |it| {
        let kept = |option: &str| it.written.json[option] == "Retain";
        when(!kept("DeletionPolicy") || !kept("UpdateReplacePolicy"), "it is deleted with what waits in it")
    }),
];

/// Who is told by a topic, or by what is subscribed to one.
fn told(it: Thing<'_>) -> Vec<&Value> {
    let of_topic = |other: &Thing<'_>| other.at("TopicArn").is_some_and(|at| other.names(at, it));
    let others = it.others("AWS::SNS::Subscription").filter(of_topic).map(|it| &it.written.json["Properties"]);
    let own = (it.kind() == "AWS::SNS::Subscription").then_some(&it.written.json["Properties"]);
    it.list("Subscription").iter().chain(own).chain(others).collect()
}

/// Whether a statement refuses everybody everything that touches messages, if it comes without TLS.
pub(super) fn refuses_plain(statement: &Value, all: &str) -> bool {
    let principal = &statement["Principal"];
    let everybody = *principal == "*" || list(principal.get("AWS")).iter().any(|it| words(it) == "*");
    let actions = list(statement.get("Action")).iter().any(|it| words(it) == all || words(it) == "*");
    let condition = statement["Condition"].as_object().filter(|all| all.len() == 1);
    let plain = condition.and_then(|it| it.get("Bool")?.as_object()).filter(|keys| keys.len() == 1);
    let plain = plain.is_some_and(|keys| {
        keys.iter().all(|(key, it)| {
            key.eq_ignore_ascii_case("aws:SecureTransport") && list(Some(it)).iter().all(|it| words(it) == "false")
        })
    });
    statement["Effect"] == "Deny" && everybody && actions && plain
}
