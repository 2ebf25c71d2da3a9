//! A proxy with the port that it listens on.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::prelude::*;

fn ways(chart: &mut Chart<(Hipaa, Production)>, zone: &Namespace<Phi>, pages: &Service<Phi>) {
    let ways = ProxyRules::builder().perimeter(zone).listens(8081).behind(cidr!("10.0.0.0/8"));
    chart.add("Ways", ways.way("/*", pages).build());
}

fn main() {}
