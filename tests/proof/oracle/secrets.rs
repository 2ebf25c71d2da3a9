//! Secrets: who makes them, how often they are replaced, and under which key their copies are.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, value, words};

pub(super) const TABLE: Table = &[
    ("ToldTextHasNoSecret", |it| {
        let told = ["DisplayName", "Description", "AlarmDescription", "DashboardBody", "DefinitionString", "Comment"];
        let texts = told.iter().filter_map(|name| it.at(name)).map(words);
        let secret =
            |text: String| ["{{resolve:secretsmanager:", "{{resolve:ssm-secure:"].iter().any(|it| text.contains(it));
        when(texts.into_iter().any(secret), "whoever may describe it reads a secret")
    }),
    ("SecretIsMade", |it| {
        let written = it.at("SecretString").is_some() || it.at("GenerateSecretString").is_none();
        when(written, "its text stands in the template, or nobody makes it")
    }),
    ("SecretsManagerRotationEnabled", replaced),
    ("SecretIsReplacedInTime", replaced),
    ("SecretRotatesInTime", |it| when(days(it).is_none_or(|days| days > YEAR), "it replaces nothing in a year")),
    ("SecretCopiesHaveKeys", |it| {
        let open = |copy: &Value| value(copy, "KmsKeyId").is_none();
        when(it.list("ReplicaRegions").iter().any(open), "a copy has no key of the customer's")
    }),
];

/// No policy lets a secret be older.
const YEAR: f64 = 365.0;

fn replaced(it: Thing<'_>) -> Option<String> {
    let all = it.others("AWS::SecretsManager::RotationSchedule");
    let own: Vec<Thing<'_>> = all.filter(|schedule| schedule.points_at(schedule.at("SecretId"), it)).collect();
    let in_time = own.iter().all(|schedule| days(*schedule).is_some_and(|days| days <= YEAR));
    when(own.is_empty() || !in_time, "nothing replaces it in a year, or something else does so later")
}

fn days(schedule: Thing<'_>) -> Option<f64> {
    let rate = schedule.text("RotationRules/ScheduleExpression");
    let rate = rate.and_then(|it| it.strip_prefix("rate(")?.split(' ').next()?.parse().ok());
    schedule.number("RotationRules/AutomaticallyAfterDays").or(rate)
}
