//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{compute::{Lambda, Steps}, prelude::*};

fn program(zone: &Perimeter<Phi>, statistics: &Lambda<Internal>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Count", statistics)).build();
}

fn main() {}
