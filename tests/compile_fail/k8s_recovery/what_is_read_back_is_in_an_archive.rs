//! expect: a store needs a place for its backups

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, PostgresStore},
    prelude::*,
    recovery::RestoreTest,
};

fn test(zone: &Namespace<Phi>, records: &PostgresStore<Phi>, archive: Archive<Phi>, image: Image) {
    RestoreTest::builder().perimeter(zone).of(records).image(image).room(memory!("9Gi")).build();
}

fn main() {}
