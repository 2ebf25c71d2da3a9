//! Pipelines and settings.

use serde_json::Value;

use super::{Table, when};
use crate::document::{list, value, words};

pub(super) const TABLE: Table = &[
    ("PipelineTakesBackWhatFails", |it| {
        let stages = it.list("Stages");
        let has = |stage: &Value, category: &str| {
            list(value(stage, "Actions")).iter().any(|it| words(&it["ActionTypeId"]["Category"]) == category)
        };
        let first = stages.iter().position(|it| has(it, "Deploy"))?;
        let lets_be = |stage: &Value| {
            has(stage, "Test") && !(has(stage, "Deploy") && words(&stage["OnFailure"]["Result"]) == "ROLLBACK")
        };
        when(stages.iter().skip(first).any(lets_be), "what was deployed fails its test, and stays")
    }),
    ("SettingHasNoSecret", |it| {
        let text = |name: &str| it.at(name).map(words).unwrap_or_default().to_lowercase();
        let named = ["password", "token", "secret"].iter().any(|end| text("Name").ends_with(end));
        let value = text("Value");
        // What says where a secret is, is none.
        let told = it.at("Value").is_some_and(|it| it.get("Ref").is_some() || it.get("Fn::GetAtt").is_some());
        let named = named && !told && !value.starts_with("arn:");
        when(named || value.contains("password=") || value.contains("akia"), "a setting is a secret")
    }),
];
