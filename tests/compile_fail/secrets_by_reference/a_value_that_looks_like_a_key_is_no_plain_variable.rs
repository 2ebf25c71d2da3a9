//! expect: this value is a key in plain text

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, secrets::SecretField};

fn api(zone: &Perimeter<Phi>, smtp: &SecretField, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).variable(variable!("UPLOADS", "AKIAIOSFODNN7EXAMPLE")).build();
}

fn main() {}
