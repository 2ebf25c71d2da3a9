//! expect: a user pool needs a perimeter

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*};

fn program() {
    let _ = UserPool::<Phi>::builder().build();
}

fn main() {}
