//! expect: `Database<Phi>` is not a service that an endpoint can serve

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, database::Database, prelude::*};

fn front(api: &Service<Phi>, patients: &Database<Phi>, certificate: &Certificate) {
    HttpsEndpoint::builder().target(patients).domain("api.example.org").certificate(certificate).build();
}

fn main() {}
