//! expect: cannot be used for reading only

use hc_cdk::{
    data::{Internal, Phi},
    image::Image,
};
use hc_cdk_k8s::{network::Outside, prelude::*};

fn api(zone: &Namespace<Phi>, rates: &Outside<Internal>, bank: &Outside<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    claims.resources(cpu!("250m"), memory!("256Mi")).reads(rates).build();
}

fn main() {}
