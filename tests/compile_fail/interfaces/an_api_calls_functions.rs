//! expect: this is not a function that an API can call

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Service, edge::{Certificate, Users}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, api: &Service<Phi>) {
    let front = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate);
    let _ = front.authorizer(users).route("/visits/*", api).build();
}

fn main() {}
