//! expect: is not a function that replaces a secret

use hc_cdk::data::Phi;
use hc_cdk_aws::{kind::FunctionArn, prelude::*};

fn program(zone: &Perimeter<Phi>) {
    Secret::builder().perimeter(zone).rotated_by("rotate").build();
}

fn main() {}
