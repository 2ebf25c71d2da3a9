//! The amount was looked at.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn program(zone: &Namespace<Phi>, image: Image) {
    Workload::builder()
        .perimeter(zone)
        .image(image)
        .port(8080)
        .resources(cpu!("250m"), memory!("256Mi"))
        .probes(Probes::tcp())
        .scratch("/tmp", memory!("64Mi"))
        .build();
}

fn main() {}
