//! expect: a workload cleared for `Public` data must not touch `Phi` data

use hc_cdk::{
    data::{Public, Phi},
    image::Image,
    policy::Hipaa,
    prelude::*,
};
use hc_cdk_aws::{database::Database, prelude::*};

fn api(stack: &mut Stack<Hipaa>, zone: &Perimeter<Public>, records: &Database<Phi>, image: Image) {
    let api = FargateService::builder().perimeter(zone).image(image).port(8080);
    stack.add("Api", api.connect(records).build());
}

fn main() {}
