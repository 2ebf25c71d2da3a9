//! expect: this is nothing of which each pod has its share

use hc_cdk_k8s::{monitoring::observe::Count, prelude::*, workload::Scaler};

fn program(scaler: &Scaler) -> Scale {
    Scale::between(2..=10).measured(scaler, "active_sessions", Count(100.0))
}

fn main() {}
