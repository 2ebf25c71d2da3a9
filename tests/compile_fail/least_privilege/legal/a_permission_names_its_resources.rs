//! The permission is for one resource.

use hc_cdk::{data::Phi, image::Image, value::Value};
use hc_cdk_aws::{iam::Statement, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image, topic: Value<String>) {
    FargateService::builder()
        .perimeter(zone)
        .image(image)
        .port(8080)
        .allow(Statement::allow(actions!["sns:Publish"], [topic]))
        .build();
}

fn main() {}
