//! An audit trail logs.

use hc_cdk_aws::{keys::Key, prelude::*};

fn trail(key: &Key) {
    AuditTrail::builder().key(key).build();
}

fn main() {}
