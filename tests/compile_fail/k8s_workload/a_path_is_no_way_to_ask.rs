//! expect: this is no way to ask whether a container lives and is ready

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    Workload::builder().perimeter(zone).image(image).port(8080).resources(cpu!("250m"), memory!("256Mi")).probes("/health").build();
}

fn main() {}
