//! A test names the store that is read back.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, PostgresStore},
    prelude::*,
    recovery::RestoreTest,
};

fn test(zone: &Namespace<Phi>, records: &PostgresStore<Phi>, archive: Archive<Phi>, image: Image) {
    RestoreTest::builder().perimeter(zone).of(records).backups(archive).image(image).room(memory!("9Gi")).build();
}

fn main() {}
