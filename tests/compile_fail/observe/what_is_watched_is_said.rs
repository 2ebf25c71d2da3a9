//! expect: this watches nothing yet

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
    chart.add("Watch", Monitoring::builder().perimeter(zone).build());
}

fn main() {}
