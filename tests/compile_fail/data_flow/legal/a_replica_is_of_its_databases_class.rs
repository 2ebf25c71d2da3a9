//! A replica is for the same class.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{database::{Database, ReadReplica}, prelude::*};

fn program(office: &Perimeter<Internal>, zone: &Perimeter<Phi>, records: &Database<Phi>) {
    let _ = ReadReplica::builder().perimeter(zone).of(records).build();
}

fn main() {}
