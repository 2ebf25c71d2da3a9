//! An archive by its version.

use hc_cdk::{data::Phi};
use hc_cdk_aws::{compute::{Archive, Runtime}, prelude::*, storage::Bucket};

fn program(zone: &Perimeter<Phi>, archives: &Bucket<Phi>) {
    let code = Archive::new(archives, "letters.zip", "3sL4kqtJ", Runtime::Python314, "letters.handler");
    let _ = Function::builder().perimeter(zone).code(code).build();
}

fn main() {}
