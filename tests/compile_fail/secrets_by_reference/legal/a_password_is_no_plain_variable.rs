//! The variable holds the reference to a secret.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, secrets::SecretField};

fn api(zone: &Perimeter<Phi>, smtp: &SecretField, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).secret("SMTP_PASSWORD", smtp).build();
}

fn main() {}
