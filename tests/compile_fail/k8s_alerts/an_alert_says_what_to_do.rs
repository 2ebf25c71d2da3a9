//! expect: an alert says where it is written what to do

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
        .build();
}
