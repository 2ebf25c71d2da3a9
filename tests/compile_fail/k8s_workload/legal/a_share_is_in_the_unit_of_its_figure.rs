//! What a counter counts is said for a minute.

use hc_cdk_k8s::{
    monitoring::observe::{Counter, PerMinute},
    prelude::*,
    workload::Scaler,
};

const REQUESTS: Counter = Counter::named("http_requests_total");

fn program(scaler: &Scaler) -> Scale {
    Scale::between(2..=10).measured(scaler, &REQUESTS, PerMinute(3000.0))
}

fn main() {}
