//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Internal>, summarise: &Lambda<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Summarise", summarise)).build();
}

fn main() {}
