//! expect: a state machine does not log the data that its steps hand on

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, steps: Steps<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(steps).logs_data().build();
}

fn main() {}
