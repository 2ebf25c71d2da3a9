//! The state machine is for what the function knows.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Machine, prelude::*};

fn program(zone: &Perimeter<Phi>, count: &Machine<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).connect(count).build();
}

fn main() {}
