//! A network that was looked at.

use hc_cdk::data::Phi;
use hc_cdk_k8s::prelude::*;

fn program() {
    let _ = Outside::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443).build();
}

fn main() {}
