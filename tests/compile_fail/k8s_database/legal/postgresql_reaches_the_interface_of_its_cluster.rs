//! PostgreSQL has a way to the interface of its cluster.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, PostgresCluster},
    prelude::*,
    secret::Secret,
    storage::Encrypted,
};

fn records(
    (zone, api): (&Namespace<Phi>, &Outside<Phi>),
    (disks, login): (&Encrypted, &Secret),
    archive: Archive<Phi>,
    image: Image,
) {
    let records = PostgresCluster::builder().perimeter(zone).image(image).keep(memory!("100Gi"), disks).api(api);
    records.resources(cpu!("1"), memory!("4Gi")).database("claims", login).backups(archive).build();
}

fn main() {}
