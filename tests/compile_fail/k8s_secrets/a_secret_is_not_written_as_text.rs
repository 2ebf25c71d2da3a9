//! expect: `str` is not a secret of the cluster that is handed over by reference

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    prelude::*,
    secret::{Keeper, SecretStore},
};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
    let store = chart.add(
        "Store",
        SecretStore::builder().account(&reader).keeper(Keeper::SecretsManager { region: "us-east-1", role: "arn:aws:iam::111122223333:role/secrets".into() }).build(),
    );
    let secret = chart.add(
        "Database",
        ExternalSecret::builder().store(&store).key("password", "clinic/database", "password").build(),
    );
    chart.add(
        "Claims",
        Workload::builder()
            .perimeter(&zone)
            .image(image!(
                "registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            ))
            .port(8080)
            .probes(Probes::tcp())
            .resources(cpu!("250m"), memory!("256Mi"))
            .secret("DB_PASSWORD", "hunter2", "password")
            .build(),
    );
}
