//! expect: an endpoint needs a certificate

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, prelude::*};

fn front(api: &Service<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").build();
}

fn main() {}
