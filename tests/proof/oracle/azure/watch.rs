//! Who is told of what.

use serde_json::Value;

use super::meant;
use crate::{
    document::Thing,
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("AzureSomebodyIsTold", |it| when(!is_told(it), "nobody is told")),
    ("AzureAlertTellsSomebody", |it| {
        let is_figure = it.kind() == "MetricAlert";
        let told = it.list(if is_figure { "spec/actions" } else { "spec/actions/actionGroupsReferences" });
        let often = matches!(it.text("spec/evaluationFrequency"), Some("PT1M" | "PT5M"));
        let about = it.list("spec/scopesReferences");
        when(!it.is("spec/enabled", true), "it is off")
            .or_else(|| when(!told.iter().any(|action| tells(it, action)), "it tells nobody of the app"))
            .or_else(|| when(!often, "it looks too rarely"))
            .or_else(|| when(it.number("spec/severity").is_none(), "it does not say how bad it is"))
            .or_else(|| when(it.text("spec/description").is_none(), "it does not say what to do"))
            .or_else(|| {
                let elsewhere = about.is_empty() || about.iter().any(|one| meant(it, Some(one)).is_none());
                when(elsewhere, "it looks at nothing of the app")
            })
    }),
];

/// Whether a group of people is told, at an address or by telephone.
fn is_told(group: Thing<'_>) -> bool {
    let reaches = |list: &str, name: &str| group.list(list).iter().any(|it| !text(it, name).is_empty());
    group.is("spec/enabled", true)
        && (reaches("spec/emailReceivers", "emailAddress") || reaches("spec/voiceReceivers", "phoneNumber"))
}

/// Whether an action of an alert tells somebody, by the object or by its place.
fn tells(alert: Thing<'_>, action: &Value) -> bool {
    let place = text(action, "actionGroupId");
    let by_place = alert.beside("ActionGroup").any(|it| {
        let group = it.text("metadata/namespace").unwrap_or_default();
        place.ends_with(&format!("/{group}/providers/Microsoft.Insights/actionGroups/{}", it.name())) && is_told(it)
    });
    by_place || meant(alert, Some(action)).is_some_and(is_told)
}
