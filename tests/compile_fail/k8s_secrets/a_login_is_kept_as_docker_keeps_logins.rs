//! expect: a login to a registry is kept in the store as Docker keeps logins

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::prelude::*;

fn login(chart: &mut Chart<(Hipaa, Production)>, vault: &Store) {
    chart.add("Registry", RegistryLogin::builder().store(vault));
}

fn main() {}
