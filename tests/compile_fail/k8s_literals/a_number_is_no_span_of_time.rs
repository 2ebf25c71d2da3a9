//! expect: is not a span of time that was checked

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, workload::Service};

fn program(claims: &Service<Phi>) {
    ServiceMonitor::builder().target(claims).every(15).build();
}

fn main() {}
