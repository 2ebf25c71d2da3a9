//! expect: this is nobody who keeps secrets

use hc_cdk_k8s::{access::Account, prelude::*, secret::{Keeper, SecretStore}};

fn program(account: &Account) {
    SecretStore::builder().account(account).keeper("vault").build();
}

fn main() {}
