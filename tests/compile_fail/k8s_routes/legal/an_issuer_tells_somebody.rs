//! An issuer tells somebody.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    network::{AcmeIssuer, Proof},
    prelude::*,
};

fn issuer(zone: &Namespace<Phi>, proof: Proof) {
    AcmeIssuer::builder().perimeter(zone).mail("a@example.org").proof(proof).build();
}

fn main() {}
