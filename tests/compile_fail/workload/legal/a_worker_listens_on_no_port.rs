//! Nothing reaches it.

use hc_cdk::{data::Phi, policy::Hipaa, prelude::*};
use hc_cdk_aws::prelude::*;

fn letters(stack: &mut Stack<Hipaa>, clinical: &Perimeter<Phi>) {
    let image =
        image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    stack.add("Letters", FargateWorker::builder().perimeter(clinical).image(image).build());
}

fn main() {}
