//! expect: a workload states how much CPU and memory it takes

use hc_cdk::{data::Phi, image::Image, policy::Hipaa};
use hc_cdk_k8s::prelude::*;

fn claims(chart: &mut Chart<Hipaa>, zone: &Namespace<Phi>, image: Image) {
    let claims = Workload::builder().perimeter(zone).image(image).port(8080).probes(Probes::tcp());
    chart.add("Claims", claims);
}

fn main() {}
