//! expect: annotations of this name are Kubernetes', the library's

use hc_cdk_k8s::prelude::*;

fn main() {
    annotation!("vault.hashicorp.com/agent-inject", "true");
}
