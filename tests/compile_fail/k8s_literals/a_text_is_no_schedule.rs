//! expect: is not a schedule that was checked

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    CronJob::builder().perimeter(zone).image(image).resources(cpu!("1"), memory!("1Gi")).schedule("0 3 * * *").build();
}

fn main() {}
