//! expect: a state machine needs steps

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).build();
}

fn main() {}
