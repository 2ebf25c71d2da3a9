//! It has it in its image.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Telemetry, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).telemetry(&Telemetry::in_image()).build();
}

fn main() {}
