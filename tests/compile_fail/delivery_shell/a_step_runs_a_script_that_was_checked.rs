//! expect: `&str` is not a script that was checked

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = Step::run("Test", "make test");
}
