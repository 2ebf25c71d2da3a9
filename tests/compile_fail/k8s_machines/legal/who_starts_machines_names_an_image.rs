//! The nearest program that compiles.

use hc_cdk::{machines::Machines, policy::{Hipaa, Production}};
use hc_cdk_k8s::prelude::*;

fn class(chart: &mut Chart<(Hipaa, Production)>, karpenter: &Machines) {
    chart.add("Machines", NodeClass::builder().machines(karpenter).image(MachineImage::AmazonLinux("20260514")).build());
}

fn main() {
    let _ = class;
}
