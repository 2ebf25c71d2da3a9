//! expect: cannot be used for reading only

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>, visits: &Api<Phi>, image: Image) {
    let _ = Function::builder().perimeter(clinical).code(image).reads(visits).build();
}

fn main() {}
