//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let pushes = Identity::aws(Input::variable("PUSH_ROLE"), "us-east-1");
    let _ = Registry::ecr(ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms"), &pushes);
}
