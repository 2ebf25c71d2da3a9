//! CPU and memory go together.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).size(fargate!(cpu = 512, memory = 1024)).build();
}

fn main() {}
