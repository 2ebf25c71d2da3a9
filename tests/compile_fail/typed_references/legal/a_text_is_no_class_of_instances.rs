//! The class is one that is known.

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).instance_class(InstanceClass::R6gLarge).build();
}

fn main() {}
