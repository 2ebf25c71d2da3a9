//! Whoever is woken knows why.

use hc_cdk_k8s::{
    monitoring::{Alert, Severity},
    prelude::*,
};

fn main() {
    let alert = Alert::builder()
        .name("ClaimsSlow")
        .expression("latency_seconds > 5")
        .lasting(span!("5m"))
        .severity(Severity::Critical)
        .summary("claims are slow")
        .runbook("https://runbooks.example/slow")
        .build();
}
