//! expect: this shows no pages

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, Users}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(users).route("/visits/*", visits).pages("*").build();
}

fn main() {}
