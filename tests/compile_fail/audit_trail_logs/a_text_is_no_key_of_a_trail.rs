//! expect: this is not a key of the customer's

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    AuditTrail::builder().key("alias/clinic").build();
}

fn main() {}
