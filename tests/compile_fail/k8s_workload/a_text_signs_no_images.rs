//! expect: this is nobody who signs images

use hc_cdk::{data::Phi, signer};
use hc_cdk_k8s::{admission::SignedImages, prelude::*};

fn program(zone: &Namespace<Phi>) {
    let _ = SignedImages::builder().perimeter(zone).signer("clinic/hms").build();
}

fn main() {}
