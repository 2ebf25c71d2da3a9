//! expect: an alert says how bad it is

use hc_cdk_k8s::{monitoring::Alert, prelude::*};

fn main() {
    let alert = Alert::builder()
        .name("ClaimsSlow")
        .expression("latency_seconds > 5")
        .lasting(span!("5m"))
        .summary("claims are slow")
        .runbook("https://runbooks.example/slow")
        .build();
}
