//! expect: what looks at tokens needs a perimeter

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>) {
    let _ = TokenChecker::<Phi>::builder().issuer(domain!("login.example.org"), "/staff").audience("visits").build();
}

fn main() {}
