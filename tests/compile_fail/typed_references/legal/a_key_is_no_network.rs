//! A perimeter in a network.

use hc_cdk::data::Phi;
use hc_cdk_aws::{audit::Trail, keys::Key, network::Network, prelude::*};

fn perimeter(network: &Network, key: &Key, trail: &Trail) {
    let _ = Perimeter::<Phi>::builder().vpc(network).key(key).trail(trail).build();
}

fn main() {}
