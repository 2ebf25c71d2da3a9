//! What is made of it is a construct.

use hc_cdk::policy::Hipaa;
use hc_cdk_k8s::{monitoring::prelude::*, prelude::*, secret::Secret};

fn told(chart: &mut Chart<Hipaa>, zone: &Namespace<hc_cdk::data::Phi>, keys: &Secret) {
    let pager = Channel::pager("OnCall", &keys.field("pager"));
    let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(&pager));
    chart.add("Watch", Monitoring::builder().perimeter(zone).watch(watch.build()));
}

fn main() {}
