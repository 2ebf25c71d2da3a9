//! A function keeps it there, and the step calls that.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, keep: &Lambda<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Keep", keep)).build();
}

fn main() {}
