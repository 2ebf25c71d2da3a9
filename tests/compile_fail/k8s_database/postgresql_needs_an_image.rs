//! expect: PostgreSQL needs an image

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    database::{Archive, PostgresCluster},
    prelude::*,
    secret::Secret,
    storage::Encrypted,
};

fn records((zone, api): (&Namespace<Phi>, &Outside<Phi>), disks: &Encrypted, login: &Secret, archive: Archive<Phi>) {
    let records = PostgresCluster::builder().perimeter(zone).keep(memory!("100Gi"), disks).api(api);
    records.resources(cpu!("1"), memory!("4Gi")).database("claims", login).backups(archive).build();
}

fn main() {}
