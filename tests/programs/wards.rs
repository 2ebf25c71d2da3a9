//! A chart that uses a value of a stack, for the tests of the command line.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};
use hc_cdk_k8s::prelude::*;

type Prod = (Hipaa, Production);

fn main() -> ExitCode {
    let mut stack = Stack::<Prod>::new("hospital-keys", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let mut chart = Chart::<Prod>::new("wards");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let image = image!("registry.example/ward@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let ward = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
    let ward = ward.resources(cpu!("250m"), memory!("256Mi")).variable(variable!("SIGNED_BY", key.arn()));
    chart.add("Ward", ward.build());
    App::new("hospital").stack(stack).stack(chart).run()
}
