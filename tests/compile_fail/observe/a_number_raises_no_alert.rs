//! expect: this does not say when an alert is raised

use hc_cdk_observe::{Alert, Condition};

fn program(condition: Condition) {
    let _ = Alert::builder().name("Slow").when(5.0);
}

fn main() {}
