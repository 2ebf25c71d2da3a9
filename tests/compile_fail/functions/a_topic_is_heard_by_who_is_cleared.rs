//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_aws::{messages::Notices, prelude::*};

fn program(zone: &Perimeter<Internal>, admissions: &Notices<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(admissions).build();
}

fn main() {}
