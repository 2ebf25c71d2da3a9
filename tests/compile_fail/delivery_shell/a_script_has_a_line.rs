//! expect: a script has a line at least

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = script!(" ");
}
