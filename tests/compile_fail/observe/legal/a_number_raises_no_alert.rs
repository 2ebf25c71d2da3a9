//! A limit of an indicator.

use hc_cdk_observe::{Alert, Condition};

fn program(condition: Condition) {
    let _ = Alert::builder().name("Slow").when(condition);
}

fn main() {}
