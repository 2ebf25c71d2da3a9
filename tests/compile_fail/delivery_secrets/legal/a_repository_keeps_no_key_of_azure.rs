//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = secret!("SONAR_TOKEN");
}
