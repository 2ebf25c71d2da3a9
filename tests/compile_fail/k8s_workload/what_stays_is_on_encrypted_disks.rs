//! expect: `str` is not a class of encrypted disks

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    chart.add(
        "Index",
        StatefulWorkload::builder()
            .perimeter(&zone)
            .image(image!(
                "registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            ))
            .port(8080)
            .probes(Probes::tcp())
            .resources(cpu!("250m"), memory!("256Mi"))
            .keep("/data", memory!("20Gi"), "gp2")
            .build(),
    );
}
