//! expect: this value is a key in plain text

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn api(zone: &Perimeter<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    api.variable(variable!("TELLS", "https://hooks.slack.com/services/T00000000/B00000000/000000000000000000000000")).build();
}

fn main() {}
