//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{compute::Steps, messages::Events, prelude::*};

fn program(zone: &Perimeter<Internal>, happened: &Events<Phi>) {
    let steps = Steps::<Internal>::new().waits("Wait", 60);
    let _ = StateMachine::builder().perimeter(zone).steps(steps).on(&happened.from("appointments")).build();
}

fn main() {}
