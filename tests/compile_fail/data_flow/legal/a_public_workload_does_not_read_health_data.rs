//! A workload cleared for health data may read it.

use hc_cdk::{
    data::{Phi, Public},
    image::Image,
    policy::Hipaa,
    prelude::*,
};
use hc_cdk_aws::{database::Database, prelude::*};

fn api(stack: &mut Stack<Hipaa>, zone: &Perimeter<Phi>, records: &Database<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    stack.add("Api", api.connect(records).build());
}

fn main() {}
