//! expect: this is no place for backups of `Phi` data

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{database::{Archive, PostgresStore}, prelude::*, recovery::RestoreTest};

fn test(zone: &Namespace<Phi>, records: &PostgresStore<Phi>, archive: Archive<Phi>, image: Image) {
    let test = RestoreTest::builder().perimeter(zone).of(records).backups("clinic-backups").image(image);
    test.room(memory!("300Gi")).build();
}

fn main() {}
