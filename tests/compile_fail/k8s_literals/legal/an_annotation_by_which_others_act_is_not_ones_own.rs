//! A name of one's own.

use hc_cdk_k8s::prelude::*;

fn main() {
    annotation!("example.org/agent", "true");
}
