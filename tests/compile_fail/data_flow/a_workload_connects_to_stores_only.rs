//! expect: is nothing that a workload can use

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{database::Database, network::Network, prelude::*};

fn api(zone: &Perimeter<Phi>, network: &Network, records: &Database<Phi>, image: Image) {
    FargateService::builder().perimeter(zone).image(image).port(8080).connect(network).build();
}

fn main() {}
