//! A channel has its key by reference.

use hc_cdk_observe::*;

fn room(key: &KeyOf) -> Channel {
    Channel::slack("Team", "#claims", key)
}

fn main() {}
