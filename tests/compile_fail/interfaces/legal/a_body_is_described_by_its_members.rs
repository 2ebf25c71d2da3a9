//! A body is described by its members.

use hc_cdk::data::Phi;
use hc_cdk_aws::{
    compute::Lambda,
    edge::{Body, Certificate, Field, Method, Users},
    prelude::*,
};

fn program(zone: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
    let api = RestApi::builder().perimeter(zone).domain("api.example.org").certificate(certificate).authorizer(users);
    let visit = Body::new().needs("patient", Field::text(64));
    let _ = api.route("/visits", visits).body(Method::Post, "/visits", &visit).build();
}

fn main() {}
