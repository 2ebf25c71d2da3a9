//! Watching: what is read of workloads, what alerts say, and what is changed by itself.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::read::{at, items, selects, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub WATCHED_BY_NAME = "WatchedByName" {
        sentence: "a monitor asks pods of its own namespace that it selects by a label, and shows them no secret",
        controls: &[hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::MONITORING],
        on: &["ServiceMonitor"],
        when: real_data,
        must: Must::Hold(watches_by_name),
        message: "asks pods of other namespaces or all pods, or has a secret of its own",
        help: "use a `ServiceMonitor`, which names its workload",
    }

    pub ALERTS_SAY_WHAT_TO_DO = "AlertsSayWhatToDo" {
        sentence: "every alert says how bad it is, what is wrong and where it says what to do",
        controls: &[hipaa::RESPONSE, hipaa::ACTIVITY_REVIEW, soc2::EVALUATION, iso27001::MONITORING],
        on: &["PrometheusRule"],
        when: real_data,
        must: Must::Hold(|it| {
            let mut rules = it.list("spec/groups").iter().flat_map(|group| items(group, &["rules"]));
            rules.all(|rule| rule.get("alert").is_none() || says_what_to_do(rule))
        }),
        message: "has an alert that does not say how bad it is, what is wrong and what to do",
        help: "use a `PrometheusRule`, or set the label `severity`, and the annotations `summary` and `runbook_url`",
    }

    pub RECOMMENDS_ONLY = "RecommendsOnly" {
        sentence: "what a workload asks for is watched, and changed by its program only",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CAPACITY],
        on: &["VerticalPodAutoscaler"],
        when: real_data,
        must: Must::Text("spec/updatePolicy/updateMode", "Off"),
        message: "changes by itself what workloads ask for",
        help: "use a `Recommendation`, or set `updateMode` to `Off`",
    }
}

fn watches_by_name(monitor: &Subject<'_>) -> bool {
    // What else an endpoint can say sends requests elsewhere, or shows who is asked something.
    const KNOWN: [&str; 6] = ["interval", "path", "port", "scheme", "scrapeTimeout", "targetPort"];
    let plain =
        |endpoint: &Json| endpoint.as_object().is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
    let endpoints = monitor.list("spec/endpoints");
    selects(&monitor.resource.properties, &["spec", "selector", "matchLabels"])
        && monitor.property("spec/namespaceSelector").is_none()
        && !endpoints.is_empty()
        && endpoints.iter().all(plain)
}

fn says_what_to_do(rule: &Json) -> bool {
    let is_said = |path: &[&str]| at(rule, path).is_some_and(|it| it.as_text().is_none_or(|it| !it.trim().is_empty()));
    is_said(&["expr"])
        && is_said(&["labels", "severity"])
        && is_said(&["annotations", "summary"])
        && text(rule, &["annotations", "runbook_url"]).is_some_and(|it| it.starts_with("https://"))
}
