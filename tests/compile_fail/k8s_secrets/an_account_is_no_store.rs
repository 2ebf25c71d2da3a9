//! expect: this is not a store of secrets

use hc_cdk::data::Phi;
use hc_cdk_k8s::{access::Account, prelude::*, secret::Store};

fn program(zone: &Namespace<Phi>, account: &Account, vault: &Store) {
    ExternalSecret::builder().store(account).key("token", "lab", "token").build();
}

fn main() {}
