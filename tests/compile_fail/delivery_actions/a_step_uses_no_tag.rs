//! expect: `str` is not an action that is named by its commit

use hc_cdk_delivery::{actions, prelude::*};

fn main() {
    let _ = Step::uses("Check out", "actions/checkout@v4");
}
