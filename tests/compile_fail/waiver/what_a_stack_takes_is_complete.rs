//! expect: an audit trail needs a key that encrypts its records

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{audit::AuditTrail, keys::Key, stack::Stack};

fn records(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", AuditTrail::builder());
}

fn main() {}
