//! Programs look for such names.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = variable!("LOG_LEVEL", "info");
}
