//! The variable was looked at.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).variable(variable!("LOG_LEVEL", "info")).build();
}

fn main() {}
