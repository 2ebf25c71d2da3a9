//! What a monitor may say, so that it asks the pods that it selects and no others, and all that they tell is taken.

use hc_cdk::rule::Subject;

use super::read::{has_only, selects};

/// Whether a monitor asks what it selects by a label, and says nothing else of whom it asks and of what becomes of that.
pub(super) fn watches_by_name(monitor: &Subject<'_>) -> bool {
    // What else a monitor or an endpoint can say sends requests elsewhere, or shows who is asked something.
    const KNOWN: [&str; 10] = [
        "endpoints",
        "jobLabel",
        "labelLimit",
        "namespaceSelector",
        "podMetricsEndpoints",
        "podTargetLabels",
        "sampleLimit",
        "selector",
        "targetLabels",
        "targetLimit",
    ];
    const ENDPOINT: [&str; 6] = ["interval", "path", "port", "scheme", "scrapeTimeout", "targetPort"];
    let [asked, other] = match monitor.kind() {
        "PodMonitor" => ["spec/podMetricsEndpoints", "spec/endpoints"],
        _ => ["spec/endpoints", "spec/podMetricsEndpoints"],
    };
    let endpoints = monitor.list(asked);
    selects(&monitor.resource.properties, &["spec", "selector", "matchLabels"])
        && monitor.property("spec").is_some_and(|it| has_only(it, &KNOWN))
        && monitor.property("spec/namespaceSelector").is_none()
        && monitor.property(other).is_none()
        && !endpoints.is_empty()
        && endpoints.iter().all(|it| has_only(it, &ENDPOINT))
}
