//! expect: this is nobody who can be told

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Alarms::builder().key(key).notify("on-call@example.org").build();
}

fn main() {}
