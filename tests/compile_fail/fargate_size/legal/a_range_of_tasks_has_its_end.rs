//! The most are said.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).scale(2..=10).build();
}

fn main() {}
