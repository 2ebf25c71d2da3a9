//! expect: this does not say what is watched

use hc_cdk::data::Phi;
use hc_cdk_k8s::{monitoring::prelude::*, prelude::*};

fn watched(zone: &Namespace<Phi>, watch: Watch) {
    Monitoring::builder().perimeter(zone).watch("everything");
}

fn main() {}
