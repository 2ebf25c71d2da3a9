//! expect: this does not say what a body has

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, Method, Users}, prelude::*};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate).authorizer(users);
    let _ = api.route("/visits", visits).body(Method::Post, "/visits", "application/json").build();
}

fn main() {}
