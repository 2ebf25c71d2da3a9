//! A workload uses another one.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{prelude::*, workload::Service};

fn claims(zone: &Namespace<Phi>, scans: &Service<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(scans).build();
}

fn main() {}
