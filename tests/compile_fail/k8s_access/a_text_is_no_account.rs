//! expect: this is not an account of the cluster

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{access::Account, prelude::*};

fn program(zone: &Namespace<Phi>, image: Image, account: &Account) {
    Workload::builder().perimeter(zone).image(image).port(8080).resources(cpu!("250m"), memory!("256Mi")).probes(Probes::tcp()).account("default").build();
}

fn main() {}
