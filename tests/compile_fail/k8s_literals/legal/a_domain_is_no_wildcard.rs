//! A host has a name.

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = domain!("claims.example.org");
}
