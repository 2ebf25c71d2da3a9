//! expect: a queue needs a perimeter

use hc_cdk::{data::Phi};
use hc_cdk_aws::prelude::*;

fn program() {
    let _ = Queue::<Phi>::builder().build();
}

fn main() {}
