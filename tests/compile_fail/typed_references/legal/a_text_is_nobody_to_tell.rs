//! It says in which way.

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    Alarms::builder().key(key).notify(Contact::email("on-call@example.org")).build();
}

fn main() {}
