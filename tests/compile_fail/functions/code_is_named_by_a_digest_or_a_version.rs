//! expect: is not the code of a function

use hc_cdk::{data::Phi};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    let _ = Function::builder().perimeter(zone).code("letters:latest").build();
}

fn main() {}
