//! expect: this is no way to prove whose a domain is

use hc_cdk::data::Phi;
use hc_cdk_k8s::{network::{AcmeIssuer, Proof}, prelude::*};

fn program(zone: &Namespace<Phi>) {
    let _ = AcmeIssuer::builder().perimeter(zone).mail("a@example.org").proof("dns").build();
}

fn main() {}
