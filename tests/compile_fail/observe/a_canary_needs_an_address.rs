//! expect: a canary needs the address that is asked

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{observe::Canary, prelude::*};

fn ask(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>) {
    stack.add("Up", Canary::builder().perimeter(zone).build());
}

fn main() {}
