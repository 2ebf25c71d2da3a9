//! expect: this is not an audit trail

use hc_cdk_aws::{audit::LogGroup, keys::Key, prelude::*};

fn program(key: &Key) {
    let logs = LogGroup::builder().key(key).build();
    Alarms::builder().key(key).notify(Contact::email("security@example.org")).misuse(&logs).build();
}

fn main() {}
