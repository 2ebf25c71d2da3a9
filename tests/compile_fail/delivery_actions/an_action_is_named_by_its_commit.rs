//! expect: an action is named by its commit

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = action!("actions/checkout@v4", "v4");
}
