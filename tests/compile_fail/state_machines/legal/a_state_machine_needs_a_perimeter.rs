//! It is in one.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, summarise: &Lambda<Phi>) {
    let steps = Steps::new().calls("Summarise", summarise);
    let _ = StateMachine::builder().perimeter(zone).steps(steps).build();
}

fn main() {}
