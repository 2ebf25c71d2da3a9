//! An audit trail logs.

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{cfn::cloudtrail, keys::Key, prelude::*};

fn trail(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().key(key).build());
}

fn main() {}
