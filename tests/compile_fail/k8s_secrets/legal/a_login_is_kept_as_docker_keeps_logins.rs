//! The secret and its field are named.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::prelude::*;

fn login(chart: &mut Chart<(Hipaa, Production)>, vault: &Store) {
    chart.add("Registry", RegistryLogin::builder().store(vault).config("registry", "config.json"));
}

fn main() {}
