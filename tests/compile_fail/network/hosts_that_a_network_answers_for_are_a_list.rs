//! expect: these are not hosts that a network answers for

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).answers_for("registry.example").build();
}

fn main() {}
