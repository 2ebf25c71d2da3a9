//! Both are asked for.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    Workload::builder()
        .perimeter(zone)
        .image(image)
        .port(8080)
        .resources(cpu!("250m"), memory!("256Mi"))
        .probes(Probes::http("/health/live", "/health/ready"))
        .build();
}

fn main() {}
