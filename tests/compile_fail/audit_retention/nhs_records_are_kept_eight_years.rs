//! expect: audit records kept for `Years7` are deleted too early for `(UkHealth, NhsRecords)`

use hc_cdk::{dimension::retention::Years7, policy::{NhsRecords, UkHealth}};
use hc_cdk_aws::{keys::Key, prelude::*};

fn audit(stack: &mut Stack<(UkHealth, NhsRecords)>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().key(key).build().retention(Years7));
}

fn main() {}
