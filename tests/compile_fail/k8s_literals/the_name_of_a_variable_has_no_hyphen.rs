//! expect: the name of a variable has letters, digits and `_`

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = variable!("log-level", "info");
}
