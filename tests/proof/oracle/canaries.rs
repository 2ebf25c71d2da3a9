//! Canaries of CloudWatch Synthetics, by the documentation of its API and of Lambda.

use super::{Table, when};
use crate::document::{Thing, words};

pub(super) const TABLE: Table = &[
    ("CanaryHasTheCustomersKey", |it| {
        let encryption = "ArtifactConfig/S3Encryption";
        let key = it.at(&format!("{encryption}/KmsKeyArn")).map(words).unwrap_or_default();
        let own = !key.is_empty() && !key.contains("alias/aws/");
        let is_under_it = it.text(&format!("{encryption}/EncryptionMode")) == Some("SSE_KMS");
        when(!own || !is_under_it, "no key of the customer encrypts what runs leave")
    }),
    ("CanaryAsksOverTls", |it| {
        let script = it.text("Code/Script").unwrap_or_default();
        let is_plain = |text: &str| text.to_lowercase().contains("http://");
        when(script.is_empty(), "nobody can read what it does").or_else(|| {
            when(is_plain(script) || variables(it).any(|(_, it)| is_plain(&it)), "an address is spoken to without TLS")
        })
    }),
    ("CanaryHasNoSecretAsText", |it| {
        let named = |(name, value): (String, String)| {
            let name = name.to_uppercase();
            !value.is_empty() && ["PASSWORD", "TOKEN", "SECRET"].iter().any(|it| name.contains(it))
        };
        when(variables(it).any(named), "a secret is in a variable")
    }),
    ("CanaryAsksAgain", |it| {
        let rate = it.text("Schedule/Expression").unwrap_or_default();
        when(!it.is_on("StartCanaryAfterCreation"), "nobody starts it")
            .or_else(|| when(!rate.starts_with("rate(") && !rate.starts_with("cron("), "it has no schedule"))
            .or_else(|| when(rate.starts_with("rate(0"), "it runs once"))
            .or_else(|| when(it.at("Schedule/DurationInSeconds").is_some_and(|it| *it != 0), "it stops after a while"))
    }),
    ("CanaryRuntimeIsSupported", |it| {
        // All that the documentation lists as deprecated, and those on Node.js 18 and 20.
        let version = it.text("RuntimeVersion").unwrap_or_default();
        let number = version.rsplit_once('-').and_then(|(_, number)| number.split('.').next()?.parse::<u32>().ok());
        let old = number.is_none_or(|it| it < 13) && version.contains("puppeteer") || version.starts_with("syn-1");
        when(old || !version.starts_with("syn-"), "nobody mends it")
    }),
    ("CanaryLogs", |it| {
        let is_its = |group: &Thing<'_>| {
            let name = group.at("LogGroupName").map(words).unwrap_or_default();
            let own = format!("/aws/lambda/cwsyn-{}-", it.text("Name").unwrap_or_default());
            name.contains(&own) && group.at("LogGroupName").is_some_and(|name| group.names(name, it))
        };
        let kept = |group: &Thing<'_>| group.number("RetentionInDays").is_some_and(|it| it >= group.asked().log);
        when(!it.others("AWS::Logs::LogGroup").any(|group| is_its(&group) && kept(&group)), "its log is not kept so")
    }),
];

/// The variables, with their texts.
fn variables(it: Thing<'_>) -> impl Iterator<Item = (String, String)> {
    let all = it.at("RunConfig/EnvironmentVariables").and_then(|all| all.as_object());
    all.into_iter().flatten().map(|(name, value)| (name.clone(), words(value)))
}
