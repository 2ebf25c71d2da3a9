//! expect: is not a snapshot of a database

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).restored_from("before").build();
}

fn main() {}
