//! expect: is not how many of a function may run at once

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).concurrency(1..10).build();
}

fn main() {}
