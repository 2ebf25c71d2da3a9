//! expect: is not an amount in the unit of what is measured

use hc_cdk_k8s::{
    monitoring::observe::{Counter, Count},
    prelude::*,
    workload::Scaler,
};

const REQUESTS: Counter = Counter::named("http_requests_total");

fn program(scaler: &Scaler) -> Scale {
    Scale::between(2..=10).measured(scaler, &REQUESTS, Count(100.0))
}

fn main() {}
