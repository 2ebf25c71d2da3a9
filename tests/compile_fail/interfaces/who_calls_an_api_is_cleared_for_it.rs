//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_aws::prelude::*;

fn program(office: &Perimeter<Internal>, visits: &Api<Phi>, image: Image) {
    let _ = Function::builder().perimeter(office).code(image).connect(visits).build();
}

fn main() {}
