//! expect: this is no group of endpoints that pods are known by

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_azure::edge::GatewayHandle;
use hc_cdk_k8s::{chart::Chart, edge::BalancedPods, workload::Service};

fn serve(chart: &mut Chart<(Hipaa, Production)>, wards: &Service<Phi>, front: &GatewayHandle) {
    chart.add("Front", BalancedPods::of(wards, front));
}

fn main() {}
