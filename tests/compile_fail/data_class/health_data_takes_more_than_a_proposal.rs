//! expect: `Phi` data must not be kept where `(HipaaProposed2025, Production)` applies

use hc_cdk::{data::Phi, policy::{HipaaProposed2025, Production}};
use hc_cdk_aws::{audit::Trail, keys::Key, network::Network, perimeter::Perimeter, stack::Stack};

fn clinic(stack: &mut Stack<(HipaaProposed2025, Production)>, key: &Key, trail: &Trail, vpc: &Network) {
    stack.add("Clinical", Perimeter::<Phi>::builder().vpc(vpc).key(key).trail(trail).build());
}

fn main() {
    let _ = clinic;
}
