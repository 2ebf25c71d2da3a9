//! expect: a store of secrets needs an account that reads it

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    prelude::*,
    secret::{Keeper, SecretStore},
};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
    let store =
        chart.add("Store", SecretStore::builder().keeper(Keeper::SecretsManager { region: "us-east-1", role: "arn:aws:iam::111122223333:role/secrets".into() }).build());
    let secret = chart.add(
        "Database",
        ExternalSecret::builder().store(&store).key("password", "clinic/database", "password").build(),
    );
}
