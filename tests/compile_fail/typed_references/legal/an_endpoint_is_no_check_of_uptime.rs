//! A check asks from outside.

use hc_cdk_aws::{edge::{Endpoint, Uptime}, prelude::*};

fn program(front: &Endpoint, up: &Uptime) {
    let _ = preset::gone(up);
}

fn main() {}
