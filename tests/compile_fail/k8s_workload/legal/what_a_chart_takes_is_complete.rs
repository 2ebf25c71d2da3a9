//! A complete description is what a chart takes.

use hc_cdk::{data::Phi, image::Image, policy::Hipaa};
use hc_cdk_k8s::prelude::*;

fn claims(chart: &mut Chart<Hipaa>, zone: &Namespace<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    chart.add("Claims", claims.resources(cpu!("250m"), memory!("256Mi")));
}

fn main() {}
