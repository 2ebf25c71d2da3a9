//! expect: this does not say how bad it is

use hc_cdk_k8s::monitoring::{Alert, Severity};

fn program() {
    Alert::builder().severity("high");
}

fn main() {}
