//! expect: an audit trail needs a key that encrypts its records

use hc_cdk::{dimension::retention::Years7, policy::Hipaa};
use hc_cdk_aws::{audit::AuditTrail, keys::Key, stack::Stack};

fn records(stack: &mut Stack<Hipaa>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().retention(Years7));
}

fn main() {}
