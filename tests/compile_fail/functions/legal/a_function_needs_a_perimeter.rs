//! In a perimeter it has a network, a key and a log.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = Function::<Phi>::builder().perimeter(zone).code(image).build();
}

fn main() {}
