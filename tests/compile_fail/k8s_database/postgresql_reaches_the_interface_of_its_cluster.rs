//! expect: PostgreSQL needs a way to the cluster's own interface

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, PostgresCluster},
    prelude::*,
    secret::Secret,
    storage::Encrypted,
};

fn records(zone: &Namespace<Phi>, disks: &Encrypted, login: &Secret, archive: Archive<Phi>, image: Image) {
    let records = PostgresCluster::builder().perimeter(zone).image(image).keep(memory!("100Gi"), disks);
    records.resources(cpu!("1"), memory!("4Gi")).database("claims", login).backups(archive).build();
}

fn main() {}
