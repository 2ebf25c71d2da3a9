//! Who is told of what.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Known, Must, Subject, real_data},
    value::Json,
};

use super::{
    kinds::is_so,
    read::{at, has_only, items, named, seconds, text},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ALERT_TELLS_SOMEBODY = "AlertTellsSomebody" {
        sentence: "an alert policy of Google Cloud is on, says how bad it is and what to do first, and tells somebody of the app",
        controls: &[hipaa::RESPONSE, soc2::MONITORING, iso27001::MONITORING],
        on: &["MonitoringAlertPolicy"],
        when: real_data,
        must: Must::Hold(|it| {
            let told = items(&it.resource.properties, &["spec", "notificationChannels"]);
            let is_ours = |one: &Json| {
                let channel = named(it, one.get("name"), "MonitoringNotificationChannel");
                channel.is_some_and(|it| is_so(&it, |it| it.flag("spec/enabled") == Known::Is(true)))
            };
            it.flag("spec/enabled") == Known::Is(true)
                && matches!(it.text("spec/severity"), Some("CRITICAL" | "ERROR" | "WARNING"))
                && it.text("spec/documentation/content").is_some()
                && knows_something(it)
                && !told.is_empty()
                && told.iter().all(is_ours)
        }),
        message: "is off, tells nobody of the app, or does not say how bad it is and what to do",
        help: "use an `AlertPolicy`",
    }

    pub CHANNEL_KEEPS_ITS_SECRET = "ChannelKeepsItsSecret" {
        sentence: "whoever is told on Google Cloud is told, and what lets in there is a secret by reference",
        controls: &[hipaa::PASSWORDS, hipaa::RESPONSE, soc2::MONITORING, iso27001::AUTHENTICATION],
        on: &["MonitoringNotificationChannel"],
        when: real_data,
        must: Must::Hold(|it| {
            const SECRETS: [(&str, &str); 2] = [("pagerduty", "serviceKey"), ("slack", "authToken")];
            let kind = it.text("spec/type");
            let by_reference = |name: &str| {
                let secret = it.property(&format!("spec/sensitiveLabels/{name}/valueFrom/secretKeyRef"));
                it.property("spec/sensitiveLabels").is_some_and(|it| has_only(it, &[name]))
                    && secret.is_some_and(|it| ["name", "key"].iter().all(|part| text(it, &[part]).is_some_and(|it| !it.is_empty())))
            };
            let known = SECRETS.iter().find(|(of, _)| kind == Some(*of));
            it.flag("spec/enabled") == Known::Is(true)
                && match known {
                    Some((_, name)) => by_reference(name),
                    None => kind == Some("email") && it.text("spec/labels/email_address").is_some(),
                }
        }),
        message: "is off, or has what lets in there as text",
        help: "use a `NotificationChannel`",
    }

    pub CHECK_ASKS_OVER_TLS = "CheckAsksOverTls" {
        sentence: "a check from outside asks over TLS, looks at the certificate, and asks at least every five minutes",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::MONITORING, iso27001::MONITORING],
        on: &["MonitoringUptimeCheckConfig"],
        when: real_data,
        must: Must::Hold(|it| {
            it.flag("spec/httpCheck/useSsl") == Known::Is(true)
                && it.flag("spec/httpCheck/validateSsl") == Known::Is(true)
                && it.text("spec/monitoredResource/type") == Some("uptime_url")
                && it.text("spec/monitoredResource/filterLabels/host").is_some()
                && seconds(it, "spec/period").is_some_and(|it| it <= 300)
        }),
        message: "asks without TLS, or more rarely than every five minutes",
        help: "use an `UptimeCheckConfig`",
    }
}

/// Whether each condition of an alert finds something: a record, a figure beyond a limit, or what holds for an expression.
fn knows_something(it: &Subject<'_>) -> bool {
    let conditions = items(&it.resource.properties, &["spec", "conditions"]);
    let is_one = |condition: &Json| {
        let said = |path: &[&str]| text(condition, path).is_some_and(|it| !it.is_empty());
        let compared =
            matches!(text(condition, &["conditionThreshold", "comparison"]), Some("COMPARISON_GT" | "COMPARISON_LT"));
        said(&["conditionMatchedLog", "filter"])
            || said(&["conditionPrometheusQueryLanguage", "query"])
            || said(&["conditionThreshold", "filter"])
                && compared
                && at(condition, &["conditionThreshold", "thresholdValue"]).is_some()
    };
    !conditions.is_empty() && conditions.iter().all(is_one)
}
