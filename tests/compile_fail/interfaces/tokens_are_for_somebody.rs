//! expect: what looks at tokens needs to know for whom they are

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>) {
    let _ = TokenChecker::<Phi>::builder().perimeter(clinical).issuer(domain!("login.example.org"), "/staff").build();
}

fn main() {}
