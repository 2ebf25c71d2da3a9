//! A channel has its key by reference.

use hc_cdk_observe::{Channel, KeyOf};

fn room(key: &KeyOf) -> Channel {
    Channel::slack("Team", "#claims", key)
}

fn main() {}
