//! The prefix says it all.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cidr!("10.20.0.0/16");
}
