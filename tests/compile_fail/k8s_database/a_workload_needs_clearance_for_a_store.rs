//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{data::{Internal, Phi}, image::Image};
use hc_cdk_k8s::{database::ClusterStore, prelude::*};

fn api(zone: &Namespace<Internal>, records: &ClusterStore<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(records).build();
}

fn main() {}
