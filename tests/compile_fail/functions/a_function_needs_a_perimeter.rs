//! expect: a function needs a perimeter

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(image: Image) {
    let _ = Function::<Phi>::builder().code(image).build();
}

fn main() {}
