//! Changes of a table run it.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{prelude::*, storage::Table};

fn program(zone: &Perimeter<Phi>, visits: &Table<Phi>, image: Image) {
    let _ = Function::builder().perimeter(zone).code(image).on(visits).build();
}

fn main() {}
