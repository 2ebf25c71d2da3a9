//! expect: what looks at tokens needs their issuer

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>) {
    let _ = TokenChecker::<Phi>::builder().perimeter(clinical).audience("visits").build();
}

fn main() {}
