//! expect: an alert says when it is raised

use hc_cdk_observe::{Alert, Histogram, Metric, Runbook, Seconds, Severity};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let alert = Alert::builder()
        .name("ClaimsSlow")
        .severity(Severity::Critical)
        .summary("claims take more than five seconds")
        .runbook(Runbook::first("see which service is slow"))
        .build();
}
