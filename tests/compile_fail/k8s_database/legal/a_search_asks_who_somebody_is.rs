//! Elasticsearch has users.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, Search},
    prelude::*,
    secret::Secret,
    storage::Encrypted,
};

fn index(zone: &Namespace<Phi>, disks: &Encrypted, login: &Secret, archive: Archive<Phi>, image: Image) {
    let index = Search::builder().perimeter(zone).image("9.2.1", image).resources(cpu!("1"), memory!("4Gi"));
    index.keep(memory!("10Gi"), disks).login(login).backups(archive).build();
}

fn main() {}
