//! expect: this gives out no certificates

use hc_cdk::data::Phi;
use hc_cdk_k8s::{network::Certificate, prelude::*};

fn tls(zone: &Namespace<Phi>) {
    let _ = Certificate::builder().perimeter(zone).issuer(7);
}

fn main() {}
