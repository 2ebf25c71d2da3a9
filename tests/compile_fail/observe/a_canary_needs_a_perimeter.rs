//! expect: a canary needs a perimeter

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{observe::Canary, prelude::*};

fn ask(stack: &mut Stack<(Hipaa, Production)>, _zone: &Perimeter<Phi>) {
    stack.add("Up", Canary::builder().address("https://api.example.org").build());
}

fn main() {}
