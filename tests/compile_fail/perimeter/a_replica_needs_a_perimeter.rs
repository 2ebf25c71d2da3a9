//! expect: a replica needs a perimeter

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*};

fn follow(office: &Perimeter<Internal>, clinical: &Perimeter<Phi>, records: &Database<Phi>) {
    let _ = ReadReplica::builder().of(records).build();
}

fn main() {}
