//! expect: a test needs the store whose backup is read back

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, PostgresStore},
    prelude::*,
    recovery::RestoreTest,
};

fn test(zone: &Namespace<Phi>, records: &PostgresStore<Phi>, archive: Archive<Phi>, image: Image) {
    RestoreTest::builder().perimeter(zone).room(memory!("9Gi")).backups(archive).image(image).build();
}

fn main() {}
