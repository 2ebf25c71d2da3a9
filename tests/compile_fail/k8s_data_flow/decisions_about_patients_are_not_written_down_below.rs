//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_k8s::{digest, prelude::*, workload::Service};

fn program(zone: &Namespace<Phi>, image: Image, log: &Service<Internal>) {
    let inference = Workload::builder().perimeter(zone).image(image).probes(Probes::tcp());
    inference.resources(cpu!("1"), memory!("1Gi")).decides(digest!("sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9"), log).build();
}

fn main() {}
