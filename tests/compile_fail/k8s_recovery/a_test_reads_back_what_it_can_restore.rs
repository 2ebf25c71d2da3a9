//! expect: `ClusterStore<Phi>` is no store of `Phi` data whose backups a restore test can read

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, ClusterStore},
    prelude::*,
    recovery::RestoreTest,
};

fn test(zone: &Namespace<Phi>, records: &ClusterStore<Phi>, archive: Archive<Phi>, image: Image) {
    RestoreTest::builder().perimeter(zone).of(records).backups(archive).image(image).room(memory!("9Gi")).build();
}

fn main() {}
