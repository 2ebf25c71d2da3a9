//! Copies go to a bucket elsewhere.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, recovery::{IsLocation, NamespaceCopies}};

fn program(zone: &Namespace<Phi>, far: &impl IsLocation) {
    let _ = NamespaceCopies::builder().perimeter(zone).location(far).build();
}

fn main() {}
