//! expect: labels of this name are Kubernetes', the library's or an operator's

use hc_cdk_k8s::prelude::*;

fn main() {
    label!("app.kubernetes.io/name", "claims");
}
