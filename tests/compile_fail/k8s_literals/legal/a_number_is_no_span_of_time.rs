//! The span has a unit.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, workload::Service};

fn program(claims: &Service<Phi>) {
    ServiceMonitor::builder().target(claims).every(span!("15s")).build();
}

fn main() {}
