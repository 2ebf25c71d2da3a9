//! An ARN says of what the snapshot is, and in which region.

use hc_cdk::data::Phi;
use hc_cdk_aws::{kind::SnapshotArn, prelude::*};

fn program(zone: &Perimeter<Phi>) {
    let before = arn!(SnapshotArn, "arn:aws:rds:us-east-1:111122223333:snapshot:before");
    EncryptedDatabase::builder().perimeter(zone).engine(Postgres::V17).restored_from(before).build();
}

fn main() {}
