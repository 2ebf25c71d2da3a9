//! expect: who starts machines says which image they run

use hc_cdk::{machines::Machines, policy::{Hipaa, Production}};
use hc_cdk_k8s::prelude::*;

fn class(chart: &mut Chart<(Hipaa, Production)>, karpenter: &Machines) {
    chart.add("Machines", NodeClass::builder().machines(karpenter).build());
}

fn main() {
    let _ = class;
}
