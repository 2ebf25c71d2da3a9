//! It is cleared for what is behind the API.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>, visits: &Api<Phi>, image: Image) {
    let _ = Function::builder().perimeter(clinical).code(image).connect(visits).build();
}

fn main() {}
