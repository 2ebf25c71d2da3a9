//! A workload cleared for health data may write it.

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
    policy::Hipaa,
    prelude::*,
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn api(stack: &mut Stack<Hipaa>, zone: &Perimeter<Phi>, records: &Bucket<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    stack.add("Api", api.connect(records).build());
}

fn main() {}
