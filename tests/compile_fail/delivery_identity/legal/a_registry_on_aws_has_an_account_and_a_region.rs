//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms");
}
