//! It is one of four.

use hc_cdk_k8s::monitoring::{Alert, Severity};

fn program() {
    Alert::builder().severity(Severity::High);
}

fn main() {}
