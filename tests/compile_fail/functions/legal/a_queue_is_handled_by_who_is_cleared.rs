//! The function is cleared for what the queue holds.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{messages::Messages, prelude::*};

fn program(zone: &Perimeter<Phi>, letters: &Messages<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(letters).build();
}

fn main() {}
