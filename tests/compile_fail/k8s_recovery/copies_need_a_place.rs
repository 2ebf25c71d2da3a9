//! expect: copies of a namespace need a place in another region

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    prelude::*,
    recovery::{NamespaceCopies, location::Location},
};

fn copies(zone: &Namespace<Phi>, far: &Location) {
    NamespaceCopies::builder().perimeter(zone).build();
}

fn main() {}
