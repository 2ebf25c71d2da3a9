//! Who is told of what.

use serde_json::Value;

use crate::{
    document::{Thing, value},
    oracle::{Table, when},
};

pub(super) const TABLE: Table = &[
    ("AlertTellsSomebody", |it| {
        let told = it.list("spec/notificationChannels");
        let tells = |to: &Value| {
            let channel = it.called("MonitoringNotificationChannel", to.get("name"));
            channel.is_some_and(|it| !it.is("spec/enabled", false))
        };
        when(!it.is("spec/enabled", true), "it is off")
            .or_else(|| when(!told.iter().any(tells), "it tells nobody of the app"))
            .or_else(|| when(it.text("spec/severity").is_none(), "it does not say how bad it is"))
            .or_else(|| when(it.text("spec/documentation/content").is_none(), "it does not say what to do"))
            .or_else(|| when(it.list("spec/conditions").is_empty(), "it looks at nothing"))
    }),
    ("ChannelKeepsItsSecret", |it| {
        // Labels that are not sensitive are shown to whoever may read the channel.
        let names = |path: &str| it.at(path).and_then(Value::as_object).map(|it| it.keys()).into_iter().flatten();
        let is_secret =
            |it: &String| ["auth_token", "authToken", "password", "service_key", "serviceKey"].contains(&it.as_str());
        let written = |name: &String| !it.is_empty(&format!("spec/sensitiveLabels/{name}/value"));
        when(names("spec/labels").any(is_secret), "a label shows a secret")
            .or_else(|| when(names("spec/sensitiveLabels").any(written), "a secret is written out"))
            .or_else(|| when(it.is("spec/enabled", false), "it is off"))
            .or_else(|| nowhere(it))
    }),
    ("CheckAsksOverTls", |it| {
        let period = it.text("spec/period").and_then(|it| it.strip_suffix('s')?.parse::<f64>().ok());
        when(!it.is("spec/httpCheck/useSsl", true), "it asks in the clear")
            .or_else(|| when(!it.is("spec/httpCheck/validateSsl", true), "it does not look at the certificate"))
            .or_else(|| when(period.is_none_or(|it| it > 300.0), "it asks too rarely"))
    }),
];

/// Why nobody is told on a channel.
fn nowhere(it: Thing<'_>) -> Option<String> {
    let (label, secret) = match it.text("spec/type") {
        Some("email") => ("email_address", ""),
        Some("pagerduty") => ("", "serviceKey"),
        Some("slack") => ("", "authToken"),
        _ => return None,
    };
    let has = |path: &str| value(&it.written.json, path).is_some();
    let is_whole = (label.is_empty() || has(&format!("spec/labels/{label}")))
        && (secret.is_empty() || has(&format!("spec/sensitiveLabels/{secret}/valueFrom/secretKeyRef/name")));
    when(!is_whole, "it does not say where")
}
