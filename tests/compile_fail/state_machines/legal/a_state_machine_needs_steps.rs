//! It has some.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, summarise: &Lambda<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Summarise", summarise)).build();
}

fn main() {}
