//! expect: this is not a perimeter

use hc_cdk::data::Phi;
use hc_cdk_aws::{compute::Lambda, edge::{Certificate, Users}, keys::Key, prelude::*};

fn program(key: &Key, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(key).domain("api.example.org").certificate(certificate);
    let _ = api.authorizer(users).route("/visits/*", visits).build();
}

fn main() {}
