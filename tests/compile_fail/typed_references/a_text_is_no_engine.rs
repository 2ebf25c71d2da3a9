//! expect: is not an engine of a version that is known

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    EncryptedDatabase::builder().perimeter(zone).engine("postgres").build();
}

fn main() {}
