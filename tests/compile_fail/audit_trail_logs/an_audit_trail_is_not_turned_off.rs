//! expect: an audit trail is never turned off

use hc_cdk_aws::{keys::Key, prelude::*};

fn trail(key: &Key) {
    AuditTrail::builder().key(key).logging(false).build();
}

fn main() {}
