//! expect: backups kept for `Days7` are deleted too early for `(Hipaa, Production)`

use hc_cdk::{
    data::Phi,
    dimension::retention::Days7,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{prelude::*, recovery::NamespaceCopies};

fn copies(chart: &mut Chart<(Hipaa, Production)>, copies: NamespaceCopies<Phi>) {
    chart.add("Copies", copies.retention(Days7));
}

fn main() {}
