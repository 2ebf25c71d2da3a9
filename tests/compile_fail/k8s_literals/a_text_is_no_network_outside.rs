//! expect: is not a network that was checked

use hc_cdk::data::Phi;
use hc_cdk_k8s::prelude::*;

fn program() {
    let _ = Outside::<Phi>::builder().network("198.51.100.0/24").port(443).build();
}

fn main() {}
