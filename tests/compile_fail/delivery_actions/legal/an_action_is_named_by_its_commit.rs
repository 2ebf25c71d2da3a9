//! The nearest program that compiles.

use hc_cdk_delivery::prelude::*;

fn main() {
    let _ = action!("actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2");
}
