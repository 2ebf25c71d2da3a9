//! expect: expected `&Key`, found `&Key<AwsManaged>`

use hc_cdk::{dimension::key_custody, policy::Hipaa, prelude::*};
use hc_cdk_aws::{keys::Key, prelude::*};

fn trail(stack: &mut Stack<Hipaa>, key: &Key<key_custody::AwsManaged>) {
    stack.add("Audit", AuditTrail::builder().key(key).build());
}

fn main() {}
