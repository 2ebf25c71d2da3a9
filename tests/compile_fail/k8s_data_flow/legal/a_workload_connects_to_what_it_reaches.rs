//! A workload uses a bucket of a stack.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::storage::Bucket;
use hc_cdk_k8s::prelude::*;

fn api(zone: &Namespace<Phi>, scans: &Bucket<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(scans).build();
}

fn main() {}
