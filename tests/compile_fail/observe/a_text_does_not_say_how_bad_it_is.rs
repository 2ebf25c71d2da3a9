//! expect: this does not say how bad it is

use hc_cdk_observe::{Alert, Severity};

fn program() {
    Alert::builder().severity("high");
}

fn main() {}
