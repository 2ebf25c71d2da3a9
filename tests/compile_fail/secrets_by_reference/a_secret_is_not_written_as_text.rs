//! expect: `str` is not a secret that is handed over by reference

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, secrets::SecretField};

fn api(zone: &Perimeter<Phi>, smtp: &SecretField, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).secret("SMTP_PASSWORD", "hunter2").build();
}

fn main() {}
