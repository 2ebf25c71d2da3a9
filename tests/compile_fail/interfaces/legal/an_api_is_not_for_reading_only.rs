//! Of a user pool, somebody only finds people.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{edge::Users, prelude::*};

fn program(clinical: &Perimeter<Phi>, visits: &Api<Phi>, users: &Users<Phi>, image: Image) {
    let _ = Function::builder().perimeter(clinical).code(image).connect(visits).reads(users).build();
}

fn main() {}
