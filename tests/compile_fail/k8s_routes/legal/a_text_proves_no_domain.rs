//! A domain is proven in its zone.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{network::{AcmeIssuer, Proof}, prelude::*};

fn program(zone: &Namespace<Phi>) {
    let _ = AcmeIssuer::builder().perimeter(zone).mail("a@example.org").proof(Proof::Route53 { region: "us-east-1", zone: "Z0A1B2C3" }).build();
}

fn main() {}
