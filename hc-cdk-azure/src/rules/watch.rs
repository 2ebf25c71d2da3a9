//! Who is told of what.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};
use hc_cdk_manifest::read;

use super::{
    kinds::is_so,
    read::{is, items, meant, number, text},
};

const TOLD: &str = "ActionGroup";
const TOLD_AT: &str = "Microsoft.Insights/actionGroups";
const FIGURE: &str = "MetricAlert";
const QUERY: &str = "ScheduledQueryRule";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ALERT_TELLS_SOMEBODY = "AzureAlertTellsSomebody" {
        sentence: "an alert of Azure is on, says how bad it is and what to do first, looks at least every five minutes, and tells somebody of the app",
        controls: &[hipaa::RESPONSE, soc2::MONITORING, iso27001::MONITORING],
        on: &[FIGURE, QUERY],
        when: real_data,
        must: Must::Hold(|it| {
            is(it, "spec/enabled", true)
                && number(it, "spec/severity").is_some_and(|it| (0..=3).contains(&it))
                && it.text("spec/description").is_some()
                && matches!(it.text("spec/evaluationFrequency"), Some("PT1M" | "PT5M"))
                && it.text("spec/windowSize") == Some("PT5M")
                && if it.is(FIGURE) { measures(it) } else { searches(it) }
        }),
        message: "is off, looks at nothing of the app, tells nobody of the app, or does not say how bad it is and what to do",
        help: "use a `MetricAlert` or a `LogAlert`",
    }

    pub SOMEBODY_IS_TOLD = "AzureSomebodyIsTold" {
        sentence: "whoever is told on Azure is told, at an address or a telephone",
        controls: &[hipaa::RESPONSE, soc2::MONITORING, iso27001::MONITORING],
        on: &[TOLD],
        when: real_data,
        must: Must::Hold(tells),
        message: "is off, or tells nobody",
        help: "use an `ActionGroup`",
    }
}

/// Whether somebody is told who is in a group.
fn tells(group: &Subject<'_>) -> bool {
    let has = |list: &str, name: &str| {
        let all = items(&group.resource.properties, &["spec", list]);
        (!all.is_empty(), all.iter().all(|one| text(one, &[name]).is_some_and(|it| !it.is_empty())))
    };
    let (emails, calls) = (has("emailReceivers", "emailAddress"), has("voiceReceivers", "phoneNumber"));
    is(group, "spec/enabled", true)
        && group.text("spec/groupShortName").is_some_and(|it| it.len() <= 12)
        && (emails.0 || calls.0)
        && emails.1
        && calls.1
}

/// The kinds that alerts are about.
const MEASURED: [&str; 5] = ["ApplicationGateway", "FlexibleServer", "ManagedCluster", "Redis", "RedisEnterprise"];

/// Whether an alert is about one thing of the app.
fn is_about(it: &Subject<'_>, kinds: &[&'static str]) -> bool {
    let scopes = items(&it.resource.properties, &["spec", "scopesReferences"]);
    scopes.len() == 1 && scopes.iter().all(|scope| kinds.iter().any(|kind| meant(it, scope, kind).is_some()))
}

fn measures(it: &Subject<'_>) -> bool {
    const CRITERIA: &str = "microsoftAzureMonitorSingleResourceMultipleMetricCriteria";
    let object = &it.resource.properties;
    let all = items(object, &["spec", "criteria", CRITERIA, "allOf"]);
    let compares = |one: &Json| {
        text(one, &["metricName"]).is_some_and(|it| !it.is_empty())
            && text(one, &["metricNamespace"]).is_some_and(|it| it.starts_with("Microsoft."))
            && matches!(text(one, &["operator"]), Some("GreaterThan" | "LessThan"))
            && one.get("threshold").and_then(Json::as_int).is_some()
            && text(one, &["timeAggregation"]) == Some("Average")
    };
    let actions = items(object, &["spec", "actions"]);
    is_about(it, &MEASURED)
        && !all.is_empty()
        && all.iter().all(compares)
        && !actions.is_empty()
        && actions.iter().all(|action| action.get("actionGroupId").is_some_and(|path| is_told(it, path)))
}

/// Whether a place is that of somebody of the app who is told: of its name, and in the resource group that its object is in.
fn is_told(it: &Subject<'_>, path: &Json) -> bool {
    let Some(place) = read::said(it, path) else { return false };
    let is_there = |told: &Subject<'_>| {
        let whole = read::namespace_name(told).zip(told.text("metadata/name"));
        let whole = whole.map(|(group, name)| format!("/resourceGroups/{group}/providers/{TOLD_AT}/{name}"));
        told.is(TOLD) && is_so(told, tells) && whole.is_some_and(|whole| place.ends_with(&whole))
    };
    let name = place.rsplit('/').next().unwrap_or_default();
    read::called(it, name, TOLD).chain(it.references_in(path)).any(|told| is_there(&told))
}

fn searches(it: &Subject<'_>) -> bool {
    let object = &it.resource.properties;
    let all = items(object, &["spec", "criteria", "allOf"]);
    let finds = |one: &Json| {
        text(one, &["query"]).is_some_and(|it| !it.is_empty())
            && text(one, &["timeAggregation"]) == Some("Count")
            && text(one, &["operator"]) == Some("GreaterThan")
            && one.get("threshold") == Some(&Json::Int(0))
            && read::at(one, &["failingPeriods", "minFailingPeriodsToAlert"]) == Some(&Json::Int(1))
    };
    let told = items(object, &["spec", "actions", "actionGroupsReferences"]);
    is_about(it, &["Workspace"])
        && it.text("spec/kind") == Some("LogAlert")
        && !all.is_empty()
        && all.iter().all(finds)
        && !told.is_empty()
        && told.iter().all(|one| meant(it, one, TOLD).is_some_and(|it| is_so(&it, tells)))
}
