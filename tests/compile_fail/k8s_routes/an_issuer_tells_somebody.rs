//! expect: an issuer tells somebody when a certificate is about to end

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    network::{AcmeIssuer, Proof},
    prelude::*,
};

fn issuer(zone: &Namespace<Phi>, proof: Proof) {
    AcmeIssuer::builder().perimeter(zone).proof(proof).build();
}

fn main() {}
