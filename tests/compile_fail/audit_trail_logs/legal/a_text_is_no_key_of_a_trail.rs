//! A trail takes a key.

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    AuditTrail::builder().key(key).build();
}

fn main() {}
