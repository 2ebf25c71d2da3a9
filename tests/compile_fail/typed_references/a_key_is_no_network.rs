//! expect: this is not a network

use hc_cdk::data::Phi;
use hc_cdk_aws::{audit::Trail, keys::Key, prelude::*};

fn perimeter(key: &Key, trail: &Trail) {
    Perimeter::<Phi>::builder().vpc(key).key(key).trail(trail).build();
}

fn main() {}
