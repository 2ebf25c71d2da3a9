//! A function has.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_aws::{compute::Lambda, prelude::*, usage::Calls};

fn program(stack: &mut Stack<(Hipaa, Production)>, answer: &Lambda<Phi>) {
    stack.expect(answer, Calls { count: 1_000_000, milliseconds: 200 });
}

fn main() {}
