//! What is logged of commands is encrypted.

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{keys::Key, prelude::*};

fn cluster(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Cluster", FargateCluster::builder().key(key).build());
}

fn main() {}
