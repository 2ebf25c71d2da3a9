//! The certificate is an import of one that exists.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, edge::Certificate, edge::HostedZone, prelude::*};

fn program(api: &Service<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
}

fn main() {}
