//! The level of the log is no secret.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, secrets::SecretField};

fn api(zone: &Perimeter<Phi>, smtp: &SecretField, image: Image) {
    FargateService::builder()
        .perimeter(zone)
        .image(image)
        .port(8080)
        .variable(variable!("UPLOADS", "admissions"))
        .build();
}

fn main() {}
