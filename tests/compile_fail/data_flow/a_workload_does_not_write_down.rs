//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn api(zone: &Perimeter<Phi>, forms: &Bucket<Internal>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(forms).build();
}

fn main() {}
