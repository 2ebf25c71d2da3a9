//! What is watched is said.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    monitoring::{Monitoring, observe::Watch},
    prelude::*,
};

fn watched(chart: &mut Chart<(Hipaa, Production)>, zone: &Namespace<Phi>, watch: Watch) {
    chart.add("Watch", Monitoring::builder().perimeter(zone).watch(watch).build());
}

fn main() {}
