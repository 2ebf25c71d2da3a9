//! expect: this says of nobody who calls

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::Certificate, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(visits).route("/visits/*", visits).build();
}

fn main() {}
