//! The perimeter is named.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{observe::Canary, prelude::*};

fn ask(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>) {
    stack.add("Up", Canary::builder().perimeter(zone).address("https://api.example.org").build());
}

fn main() {}
