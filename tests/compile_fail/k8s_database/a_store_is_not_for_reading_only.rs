//! expect: `ClusterStore<Phi>` cannot be used for reading only

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{database::ClusterStore, prelude::*};

fn api(zone: &Namespace<Phi>, records: &ClusterStore<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).reads(records).build();
}

fn main() {}
