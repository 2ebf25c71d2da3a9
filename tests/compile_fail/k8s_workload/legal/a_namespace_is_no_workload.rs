//! What tells figures is a workload.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, workload::Service};

fn program(zone: &Namespace<Phi>, claims: &Service<Phi>) {
    let _ = ServiceMonitor::builder().target(claims).build();
}

fn main() {}
