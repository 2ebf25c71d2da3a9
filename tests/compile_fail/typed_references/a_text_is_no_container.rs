//! expect: this is not a container that runs beside a program

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{compute::Sidecar, prelude::*};

fn program(zone: &Perimeter<Phi>, image: Image) {
    let _ = FargateService::builder().perimeter(zone).image(image).port(8080).sidecar("datadog/agent:7").build();
}

fn main() {}
