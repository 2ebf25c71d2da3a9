//! Whoever takes messages reads the inbox.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{messages::Messages, prelude::*};

fn program(zone: &Perimeter<Phi>, letters: &Messages<Phi>, image: Image) {
    let _ = FargateWorker::builder().perimeter(zone).image(image).reads(&letters.inbox()).build();
}

fn main() {}
