//! expect: a workload cleared for `Public` data must not touch `Phi` data

use hc_cdk::{data::{Phi, Public}, image::Image, policy::Hipaa};
use hc_cdk_aws::{database::Database, prelude::*};

fn api(stack: &mut Stack<Hipaa>, zone: &Perimeter<Public>, records: &Database<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    stack.add("Api", api.connect(records).build());
}

fn main() {}
