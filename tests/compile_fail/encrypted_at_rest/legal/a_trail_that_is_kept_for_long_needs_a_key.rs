//! A position is said of a complete description.

use hc_cdk::{dimension::retention::Years7, policy::Hipaa};
use hc_cdk_aws::{audit::AuditTrail, keys::Key, stack::Stack};

fn records(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().key(key).retention(Years7));
}

fn main() {}
