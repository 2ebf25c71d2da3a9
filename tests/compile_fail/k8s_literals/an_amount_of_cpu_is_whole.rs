//! expect: an amount of CPU is a whole number

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cpu!("0.25");
}
