//! The keeper has a place.

use hc_cdk_k8s::{
    access::Account,
    prelude::*,
    secret::{Keeper, SecretStore},
};

fn program(account: &Account) {
    SecretStore::builder()
        .account(account)
        .keeper(Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "lab" })
        .build();
}

fn main() {}
