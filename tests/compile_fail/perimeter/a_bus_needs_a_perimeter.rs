//! expect: a bus needs a perimeter

use hc_cdk::{data::Phi};
use hc_cdk_aws::prelude::*;

fn program() {
    let _ = Bus::<Phi>::builder().build();
}

fn main() {}
