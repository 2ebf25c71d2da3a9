//! expect: a function needs code that it runs

use hc_cdk::{data::Phi};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    let _ = Function::builder().perimeter(zone).build();
}

fn main() {}
