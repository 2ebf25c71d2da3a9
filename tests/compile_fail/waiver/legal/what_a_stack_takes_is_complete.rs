//! A complete description is what a stack takes.

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{audit::AuditTrail, keys::Key, stack::Stack};

fn records(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().key(key));
}

fn main() {}
