//! Both are of one class.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, steps: Steps<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(steps).build();
}

fn main() {}
