//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_aws::{compute::Machine, prelude::*};

fn program(zone: &Perimeter<Phi>, count: &Machine<Internal>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).connect(count).build();
}

fn main() {}
