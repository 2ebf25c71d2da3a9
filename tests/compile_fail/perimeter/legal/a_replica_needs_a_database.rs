//! It has one.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*};

fn follow(office: &Perimeter<Internal>, clinical: &Perimeter<Phi>, records: &Database<Phi>) {
    let _ = ReadReplica::builder().perimeter(clinical).of(records).build();
}

fn main() {}
