//! It calls what is for data of its own class.

use hc_cdk::{data::Internal, image::Image};
use hc_cdk_aws::{compute::Service, prelude::*};

fn api(zone: &Perimeter<Internal>, billing: &Service<Internal>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(billing).build();
}

fn main() {}
