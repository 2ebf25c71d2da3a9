//! expect: this is not a permission that names its actions and resources

use hc_cdk::{data::Phi, image::Image, value::Value};
use hc_cdk_aws::{iam::Statement, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image, topic: Value<String>) {
    FargateService::builder().perimeter(zone).image(image).port(8080).allow("sns:Publish").build();
}

fn main() {}
