//! expect: a prefix has from 8 to 32 bits

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cidr!("0.0.0.0/0");
}
