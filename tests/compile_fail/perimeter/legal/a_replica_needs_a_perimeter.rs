//! It is in that of its database.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*};

fn follow(office: &Perimeter<Internal>, clinical: &Perimeter<Phi>, records: &Database<Phi>) {
    let _ = ReadReplica::builder().of(records).perimeter(clinical).build();
}

fn main() {}
