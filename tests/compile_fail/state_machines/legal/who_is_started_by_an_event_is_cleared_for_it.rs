//! The state machine is cleared for what happened.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Steps, messages::Events, prelude::*};

fn program(zone: &Perimeter<Phi>, happened: &Events<Phi>) {
    let steps = Steps::<Phi>::new().waits("Wait", 60);
    let _ = StateMachine::builder().perimeter(zone).steps(steps).on(&happened.from("appointments")).build();
}

fn main() {}
