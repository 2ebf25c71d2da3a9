//! expect: a domain has labels

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = domain!("*.example.org");
}
