//! expect: this is not a workload of the cluster

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, workload::Service};

fn program(zone: &Namespace<Phi>, claims: &Service<Phi>) {
    let _ = ServiceMonitor::builder().target(zone).build();
}

fn main() {}
