//! An address without a password is no secret.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::prelude::*;

fn api(zone: &Perimeter<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    api.variable(variable!("DATABASE_URL", "postgres://db.example.org/records")).build();
}

fn main() {}
