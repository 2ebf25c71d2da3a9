//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_aws::database::Database;
use hc_cdk_k8s::prelude::*;

fn claims(zone: &Namespace<Internal>, records: &Database<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(records).build();
}

fn main() {}
