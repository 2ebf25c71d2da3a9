//! expect: this is not a place for copies of a namespace

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, recovery::{IsLocation, NamespaceCopies}};

fn program(zone: &Namespace<Phi>) {
    let _ = NamespaceCopies::builder().perimeter(zone).location(zone).build();
}

fn main() {}
