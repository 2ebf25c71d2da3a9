//! Where hooks are is no secret.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn api(zone: &Perimeter<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    api.variable(variable!("TELLS", "https://hooks.slack.com")).build();
}

fn main() {}
