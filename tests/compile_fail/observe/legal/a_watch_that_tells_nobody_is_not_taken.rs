//! A description that has all of its parts is taken as it is.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{monitoring::prelude::*, prelude::*};

fn watched(zone: &Namespace<Phi>, team: &Channel) {
    let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(team));
    Monitoring::builder().perimeter(zone).watch(watch);
}

fn main() {}
