//! A copy is of the same class.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, copy: &Bucket<Phi>) {
    let _ = SecureBucket::builder().perimeter(zone).copied_to(copy).build();
}

fn main() {}
