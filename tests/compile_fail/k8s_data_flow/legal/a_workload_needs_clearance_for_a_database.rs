//! A workload that is cleared for health data uses a database of a stack.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::database::Database;
use hc_cdk_k8s::prelude::*;

fn claims(zone: &Namespace<Phi>, records: &Database<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(records).build();
}

fn main() {}
