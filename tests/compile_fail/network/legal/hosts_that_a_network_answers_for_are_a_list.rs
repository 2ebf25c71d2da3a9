//! Hosts are a list.

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).answers_for([domain!("registry.example")]).build();
}

fn main() {}
