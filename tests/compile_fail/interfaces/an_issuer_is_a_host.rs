//! expect: is not a domain that was checked

use hc_cdk::data::Phi;
use hc_cdk_aws::prelude::*;

fn program(clinical: &Perimeter<Phi>) {
    let checker = TokenChecker::builder().perimeter(clinical).issuer("http://login.example.org", "/staff");
    let _ = checker.audience("visits").build();
}

fn main() {}
