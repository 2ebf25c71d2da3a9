//! Eight years are as long as the code asks.

use hc_cdk::{dimension::retention::Years8, policy::{NhsRecords, UkHealth}};
use hc_cdk_aws::{keys::Key, prelude::*};

fn audit(stack: &mut Stack<(UkHealth, NhsRecords)>, key: &Key) {
    stack.add("Audit", AuditTrail::builder().key(key).build().retention(Years8));
}

fn main() {}
