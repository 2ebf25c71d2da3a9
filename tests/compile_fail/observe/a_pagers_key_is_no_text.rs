//! expect: `String` is not the key of a channel that is handed over by reference

use hc_cdk_observe::Channel;

fn room(key: &String) -> Channel {
    Channel::pager("OnCall", key)
}

fn main() {}
