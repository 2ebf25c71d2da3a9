//! expect: these are no steps that hand on `Internal` data

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Internal>, steps: Steps<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(steps).build();
}

fn main() {}
