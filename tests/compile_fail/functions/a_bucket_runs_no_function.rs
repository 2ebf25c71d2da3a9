//! expect: this is nothing that runs a function

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, scans: &Bucket<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(scans).build();
}

fn main() {}
