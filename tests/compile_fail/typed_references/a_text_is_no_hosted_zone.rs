//! expect: this is not a zone of the name service

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, edge::Certificate, edge::HostedZone, prelude::*};

fn program(api: &Service<Phi>, certificate: &Certificate, zone: &HostedZone) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).zone("example.org").build();
}

fn main() {}
