//! expect: an amount of memory is a whole number and a unit

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = memory!("256");
}
