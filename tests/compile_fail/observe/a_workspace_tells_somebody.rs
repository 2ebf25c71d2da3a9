//! expect: nobody is told of the alerts of this workspace

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{keys::Key, observe::Prometheus, prelude::*};

fn measure(stack: &mut Stack<(Hipaa, Production)>, key: &Key) {
    stack.add("Figures", Prometheus::builder().key(key).build());
}

fn main() {}
