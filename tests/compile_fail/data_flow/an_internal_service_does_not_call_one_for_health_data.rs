//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_aws::{compute::Service, prelude::*};

fn api(zone: &Perimeter<Internal>, patients: &Service<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(patients).build();
}

fn main() {}
