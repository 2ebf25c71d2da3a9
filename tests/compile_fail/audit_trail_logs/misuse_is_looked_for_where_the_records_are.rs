//! expect: this is not an audit trail whose records are here

use hc_cdk_aws::{audit::TrailOfOthers, keys::Key, prelude::*};

fn program(key: &Key, trail: &TrailOfOthers) {
    Alarms::builder().key(key).notify(Contact::email("security@example.org")).misuse(trail).build();
}

fn main() {}
