//! The function is cleared for what the topic tells.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{messages::Notices, prelude::*};

fn program(zone: &Perimeter<Phi>, admissions: &Notices<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(admissions).build();
}

fn main() {}
