//! Copies stay as long as the policy asks for.

use hc_cdk::{
    data::Phi,
    dimension::retention::Years7,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{prelude::*, recovery::NamespaceCopies};

fn copies(chart: &mut Chart<(Hipaa, Production)>, copies: NamespaceCopies<Phi>) {
    chart.add("Copies", copies.retention(Years7));
}

fn main() {}
