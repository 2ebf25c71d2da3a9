//! expect: is not a number of zones that a network has

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).zones(4).build();
}

fn main() {}
