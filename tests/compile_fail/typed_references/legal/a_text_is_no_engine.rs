//! The engine has a version.

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).build();
}

fn main() {}
