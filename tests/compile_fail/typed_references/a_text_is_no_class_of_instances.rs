//! expect: is not a class of instances that is known

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).instance_class("db.t2.micro").build();
}

fn main() {}
