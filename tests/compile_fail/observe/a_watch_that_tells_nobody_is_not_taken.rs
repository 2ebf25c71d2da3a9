//! expect: nobody is told of this watch's alerts

use hc_cdk::data::Phi;
use hc_cdk_k8s::{monitoring::prelude::*, prelude::*};

fn watched(zone: &Namespace<Phi>, team: &Channel) {
    let watch = Watch::builder().runbooks("https://runbooks.example.org");
    Monitoring::builder().perimeter(zone).watch(watch);
}

fn main() {}
