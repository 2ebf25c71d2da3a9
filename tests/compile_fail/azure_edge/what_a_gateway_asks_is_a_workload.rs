//! expect: this is not a workload that the route can lead to

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_azure::edge::GatewayHandle;
use hc_cdk_k8s::{chart::Chart, edge::BalancedPods, namespace::Namespace};

fn serve(chart: &mut Chart<(Hipaa, Production)>, wards: &Namespace<Phi>, front: &GatewayHandle) {
    chart.add("Front", BalancedPods::<Phi>::of(wards, &front.endpoints()));
}

fn main() {}
