//! A pager has its key by reference.

use hc_cdk_observe::{Channel, KeyOf};

fn room(key: &KeyOf) -> Channel {
    Channel::pager("OnCall", key)
}

fn main() {}
