//! expect: a model is named by its digest

use hc_cdk_k8s::digest;

fn main() {
    let model = digest!("v3");
}
