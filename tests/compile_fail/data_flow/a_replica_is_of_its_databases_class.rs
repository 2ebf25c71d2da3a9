//! expect: this is not a database of `Internal` data

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*};

fn program(office: &Perimeter<Internal>, zone: &Perimeter<Phi>, records: &Database<Phi>) {
    let _ = ReadReplica::builder().perimeter(office).of(records).build();
}

fn main() {}
