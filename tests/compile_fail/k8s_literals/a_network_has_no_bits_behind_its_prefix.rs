//! expect: a network is written

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cidr!("10.20.0.1/16");
}
