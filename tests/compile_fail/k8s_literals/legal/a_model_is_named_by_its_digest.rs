//! A model is named by the digest of its weights.

use hc_cdk_k8s::digest;

fn main() {
    let model = digest!("sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");
}
