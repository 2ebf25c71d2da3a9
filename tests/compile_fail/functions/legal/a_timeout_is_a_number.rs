//! Seconds, as a number.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).timeout(30).build();
}

fn main() {}
