//! A port that was checked by `cargo check`.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::prelude::*;

fn claims(zone: &Namespace<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).port(port!(8080)).build();
}

fn main() {}
