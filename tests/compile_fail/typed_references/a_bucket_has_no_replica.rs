//! expect: this is not a database of `Phi` data

use hc_cdk::data::Phi;
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, records: &Bucket<Phi>) {
    let _ = ReadReplica::builder().perimeter(zone).of(records).build();
}

fn main() {}
