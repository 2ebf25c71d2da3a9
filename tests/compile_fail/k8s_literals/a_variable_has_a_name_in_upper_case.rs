//! expect: a variable's name has upper-case letters

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = variable!("log-level", "info");
}
