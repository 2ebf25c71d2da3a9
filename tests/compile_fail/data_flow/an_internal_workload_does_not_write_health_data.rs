//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image::Image, policy::Hipaa};
use hc_cdk_aws::{storage::Bucket, prelude::*};

fn api(stack: &mut Stack<Hipaa>, zone: &Perimeter<Internal>, records: &Bucket<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    stack.add("Api", api.connect(records).build());
}

fn main() {}
