//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_aws::{messages::Events, prelude::*};

fn program(zone: &Perimeter<Internal>, happened: &Events<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(&happened.from("appointments")).build();
}

fn main() {}
