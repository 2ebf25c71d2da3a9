//! The store is one that was added.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{access::Account, prelude::*, secret::Store};

fn program(zone: &Namespace<Phi>, account: &Account, vault: &Store) {
    ExternalSecret::builder().store(vault).key("token", "lab", "token").build();
}

fn main() {}
