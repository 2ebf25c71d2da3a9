//! expect: this is not a configuration of the cluster

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{config::Config, prelude::*, secret::Secret};

fn program(zone: &Namespace<Phi>, image: Image, secret: &Secret, rates: &Config) {
    Workload::builder().perimeter(zone).image(image).port(8080).resources(cpu!("250m"), memory!("256Mi")).probes(Probes::tcp()).config("/etc/lab", secret).build();
}

fn main() {}
