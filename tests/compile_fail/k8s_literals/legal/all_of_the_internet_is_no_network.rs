//! A partner has a network of its own.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cidr!("203.0.113.0/24");
}
