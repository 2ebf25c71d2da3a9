//! Whoever has its credentials writes, too, and says so.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{database::Database, prelude::*};

fn api(zone: &Perimeter<Phi>, records: &Database<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(records).build();
}

fn main() {}
