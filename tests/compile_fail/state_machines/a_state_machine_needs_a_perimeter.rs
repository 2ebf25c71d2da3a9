//! expect: a state machine needs a perimeter

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(summarise: &Lambda<Phi>) {
    let steps = Steps::new().calls("Summarise", summarise);
    let _ = StateMachine::<Phi>::builder().steps(steps).build();
}

fn main() {}
