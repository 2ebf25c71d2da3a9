//! The function is cleared for what happened.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{messages::Events, prelude::*};

fn program(zone: &Perimeter<Phi>, happened: &Events<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(&happened.from("appointments")).build();
}

fn main() {}
