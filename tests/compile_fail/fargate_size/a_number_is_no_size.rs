//! expect: this is not a size that Fargate has

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).size(512).build();
}

fn main() {}
