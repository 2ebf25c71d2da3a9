//! expect: `str` is not the key of a channel that is handed over by reference

use hc_cdk_observe::Channel;

fn room() -> Channel {
    Channel::slack("Team", "#claims", "https://hooks.example.org/services/1/2/3")
}

fn main() {}
