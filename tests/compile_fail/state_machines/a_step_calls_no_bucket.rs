//! expect: this is nothing that a step calls

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Steps, prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, scans: &Bucket<Phi>) {
    let _ = StateMachine::builder().perimeter(zone).steps(Steps::new().calls("Keep", scans)).build();
}

fn main() {}
