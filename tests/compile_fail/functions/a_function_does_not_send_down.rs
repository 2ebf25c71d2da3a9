//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_aws::{messages::Messages, prelude::*};

fn program(zone: &Perimeter<Phi>, notes: &Messages<Internal>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).connect(notes).build();
}

fn main() {}
