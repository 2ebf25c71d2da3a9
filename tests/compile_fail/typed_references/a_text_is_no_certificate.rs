//! expect: this is not a certificate of an endpoint

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, edge::Certificate, edge::HostedZone, prelude::*};

fn program(api: &Service<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate("arn:aws:acm:us-east-1:111122223333:certificate/1a2b").build();
}

fn main() {}
