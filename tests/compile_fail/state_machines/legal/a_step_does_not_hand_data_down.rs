//! The function is for what the state machine hands on.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, statistics: &Lambda<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Count", statistics)).build();
}

fn main() {}
