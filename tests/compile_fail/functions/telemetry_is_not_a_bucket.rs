//! expect: this is not where a function has its telemetry from

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, archives: &Bucket<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).telemetry(archives).build();
}

fn main() {}
