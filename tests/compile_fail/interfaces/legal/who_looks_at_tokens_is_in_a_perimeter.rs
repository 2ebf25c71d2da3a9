//! It is in one.

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>) {
    let checker = TokenChecker::builder().perimeter(clinical).issuer(domain!("login.example.org"), "/staff");
    let _ = checker.audience("visits").build();
}

fn main() {}
