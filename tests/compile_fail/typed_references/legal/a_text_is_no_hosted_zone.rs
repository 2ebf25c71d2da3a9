//! The zone is known by its id and its name.

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, edge::Certificate, edge::HostedZone, prelude::*};

fn program(api: &Service<Phi>, certificate: &Certificate, zone: &HostedZone) {
    HttpsEndpoint::builder().target(api).domain("api.example.org").certificate(certificate).zone(zone).build();
}

fn main() {}
