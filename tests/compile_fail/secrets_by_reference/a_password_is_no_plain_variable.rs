//! expect: a variable of that name would hold a secret in plain text

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, secrets::SecretField};

fn api(zone: &Perimeter<Phi>, smtp: &SecretField, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).variable(variable!("SMTP_PASSWORD", "hunter2")).build();
}

fn main() {}
