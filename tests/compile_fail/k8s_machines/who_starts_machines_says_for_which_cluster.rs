//! expect: who starts machines says by what

use hc_cdk::{machines::Machines, policy::{Hipaa, Production}};
use hc_cdk_k8s::prelude::*;

fn class(chart: &mut Chart<(Hipaa, Production)>, karpenter: &Machines) {
    let _ = karpenter;
    chart.add("Machines", NodeClass::builder().image(MachineImage::Bottlerocket("1.44.0")).build());
}

fn main() {
    let _ = class;
}
