//! It is one of four.

use hc_cdk_observe::{Alert, Severity};

fn program() {
    Alert::builder().severity(Severity::High);
}

fn main() {}
