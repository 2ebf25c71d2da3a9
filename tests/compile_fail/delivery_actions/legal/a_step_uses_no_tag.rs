//! The nearest program that compiles.

use hc_cdk_delivery::{actions, prelude::*};

fn main() {
    let _ = Step::uses("Check out", &actions::CHECKOUT);
}
