//! expect: a database is in no security group but its own

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_aws::{database::Database, edge::Endpoint, prelude::*};

fn clinic(zone: &Perimeter<Phi>, front: &Endpoint, patients: &Database<Phi>, image: Image) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).security_group(front).build();
}

fn main() {}
