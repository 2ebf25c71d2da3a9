//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_k8s::{network::Outside, prelude::*};

fn api(zone: &Namespace<Phi>, mail: &Outside<Internal>, bank: &Outside<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).connect(mail).build();
}

fn main() {}
