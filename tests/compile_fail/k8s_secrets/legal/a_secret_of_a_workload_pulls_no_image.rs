//! A login to a registry does.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{prelude::*, secret::PullSecret};

fn pulled(zone: &Namespace<Phi>, secret: &PullSecret) -> Namespace<Phi> {
    zone.pulls_with(secret)
}

fn main() {}
