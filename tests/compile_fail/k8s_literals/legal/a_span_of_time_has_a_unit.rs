//! Seconds are a unit.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = span!("30s");
}
