//! A service is what answers.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, database::Database, prelude::*};

fn front(api: &Service<Phi>, patients: &Database<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).build();
}

fn main() {}
