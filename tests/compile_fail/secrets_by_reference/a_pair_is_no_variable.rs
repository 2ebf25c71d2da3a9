//! expect: is not a variable that was checked

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).variable(("LOG_LEVEL", "info")).build();
}

fn main() {}
