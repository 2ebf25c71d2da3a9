//! The unit says how much it is.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = memory!("256Mi");
}
