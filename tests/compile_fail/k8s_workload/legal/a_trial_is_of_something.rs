//! The nearest program that compiles.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{prelude::*, workload::Trial};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let api = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
    let api = chart.add("Api", api.port(8080).probes(Probes::tcp()).build().blue_green());
    let trial = Trial::builder().perimeter(&zone).image(IMAGE).resources(cpu!("1"), memory!("1Gi"));
    let _ = trial.of(&api).build();
}
