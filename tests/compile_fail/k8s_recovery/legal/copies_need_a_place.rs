//! Copies have a place.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    prelude::*,
    recovery::{NamespaceCopies, location::Location},
};

fn copies(zone: &Namespace<Phi>, far: &Location) {
    NamespaceCopies::builder().perimeter(zone).location(far).build();
}

fn main() {}
