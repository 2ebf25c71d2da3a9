//! expect: this is not a check of uptime

use hc_cdk_aws::{edge::{Endpoint, Uptime}, prelude::*};

fn program(front: &Endpoint, up: &Uptime) {
    let _ = preset::gone(front);
}

fn main() {}
