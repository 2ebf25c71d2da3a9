//! In a perimeter it is encrypted and audited.

use hc_cdk::{data::Phi};
use hc_cdk_aws::prelude::*;

fn program(zone: &Perimeter<Phi>) {
    let _ = Bus::<Phi>::builder().perimeter(zone).build();
}

fn main() {}
