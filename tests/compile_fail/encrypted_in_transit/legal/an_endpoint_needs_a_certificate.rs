//! With a certificate it speaks TLS.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, prelude::*};

fn front(api: &Service<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
}

fn main() {}
