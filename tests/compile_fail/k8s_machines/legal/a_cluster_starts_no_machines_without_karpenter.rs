//! The nearest program that compiles.

use hc_cdk::{machines::Machines, policy::{Hipaa, Production}};
use hc_cdk_aws::{prelude::Eks, region};
use hc_cdk_k8s::prelude::*;

fn class(chart: &mut Chart<(Hipaa, Production)>, wards: &Eks<region::UsEast1>, karpenter: &Machines) {
    let _ = wards;
    let image = MachineImage::Bottlerocket("1.44.0");
    chart.add("Machines", NodeClass::builder().machines(karpenter).image(image).build());
}

fn main() {
    let _ = class;
}
