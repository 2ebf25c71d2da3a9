//! expect: a model is named by its digest

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{digest, prelude::*, workload::Service};

fn program(zone: &Namespace<Phi>, image: Image, log: &Service<Phi>) {
    let inference = Workload::builder().perimeter(zone).image(image).probes(Probes::tcp());
    inference.resources(cpu!("1"), memory!("1Gi")).decides("v3", log).build();
}

fn main() {}
