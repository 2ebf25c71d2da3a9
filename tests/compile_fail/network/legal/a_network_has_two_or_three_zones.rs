//! There are three.

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).zones(Zones::Three).build();
}

fn main() {}
