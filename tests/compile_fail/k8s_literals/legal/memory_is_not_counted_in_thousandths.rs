//! `m` would be thousandths of a byte.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = memory!("256Mi");
}
