//! expect: is not an amount of CPU that was checked

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp()).resources("250m", memory!("256Mi")).build();
}

fn main() {}
