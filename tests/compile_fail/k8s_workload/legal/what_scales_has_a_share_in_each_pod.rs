//! It is a metric that the workload exports.

use hc_cdk_k8s::{
    monitoring::observe::{Count, Gauge},
    prelude::*,
    workload::Scaler,
};

const SESSIONS: Gauge<Count> = Gauge::named("active_sessions");

fn program(scaler: &Scaler) -> Scale {
    Scale::between(2..=10).measured(scaler, &SESSIONS, Count(100.0))
}

fn main() {}
