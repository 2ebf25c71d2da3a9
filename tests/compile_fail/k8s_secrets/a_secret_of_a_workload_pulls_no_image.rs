//! expect: `Secret` is not a secret by which images are pulled

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, secret::Secret};

fn pulled(zone: &Namespace<Phi>, secret: &Secret) -> Namespace<Phi> {
    zone.pulls_with(secret)
}

fn main() {}
