//! expect: `Generated` is not a secret that is kept outside the cluster

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{
    database::{Archive, MongoDb},
    prelude::*,
    secret::{Generated, Secret},
    storage::Encrypted,
};

fn records(
    (zone, disks): (&Namespace<Phi>, &Encrypted),
    (secret, login): (&Secret, &Generated),
    archive: Archive<Phi>,
    image: Image,
) {
    let records = MongoDb::builder().perimeter(zone).images(image.clone(), image.clone(), image);
    let records = records.resources(cpu!("1"), memory!("4Gi")).keep(memory!("100Gi"), disks);
    records.users(secret).encrypted_with(secret).database("claims", login).backups(archive).build();
}

fn main() {}
