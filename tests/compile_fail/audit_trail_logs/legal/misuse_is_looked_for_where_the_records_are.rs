//! It is what `stack.add` returned for an `AuditTrail`.

use hc_cdk_aws::{audit::Trail, keys::Key, prelude::*};

fn program(key: &Key, trail: &Trail) {
    Alarms::builder().key(key).notify(Contact::email("security@example.org")).misuse(trail).build();
}

fn main() {}
