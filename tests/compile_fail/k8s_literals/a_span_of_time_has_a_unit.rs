//! expect: a span of time is a whole number

use hc_cdk_k8s::prelude::*;

fn main() {
    let value = span!("30");
}
