//! expect: `&str` is not an annotation that was checked

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn nightly(zone: &Namespace<Phi>, image: Image) {
    CronJob::builder().perimeter(zone).image(image).annotation("team").resources(cpu!("1"), memory!("1Gi"));
}

fn main() {}
