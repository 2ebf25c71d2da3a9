//! The user is not root.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    Workload::builder()
        .perimeter(zone)
        .image(image)
        .port(8080)
        .resources(cpu!("250m"), memory!("256Mi"))
        .probes(Probes::tcp())
        .user(uid!(1000))
        .build();
}

fn main() {}
