//! expect: is not the memory of a function

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).memory("512 MiB").build();
}

fn main() {}
