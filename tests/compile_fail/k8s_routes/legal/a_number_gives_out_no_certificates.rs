//! An issuer of the app gives out certificates.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    network::{Certificate, issuer::Issuing},
    prelude::*,
};

fn tls(zone: &Namespace<Phi>, issuer: &Issuing) {
    let _ = Certificate::builder().perimeter(zone).issuer(issuer);
}

fn main() {}
