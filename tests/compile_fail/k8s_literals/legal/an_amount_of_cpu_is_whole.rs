//! A quarter of a core is 250 thousandths.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = cpu!("250m");
}
