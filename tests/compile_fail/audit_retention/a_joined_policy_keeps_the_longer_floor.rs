//! expect: audit records kept for `Years6` are deleted too early for `(Hipaa, UkHealth)`

use hc_cdk::{dimension::audit_retention, policy::{Hipaa, UkHealth}};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, UkHealth)>::new("surgery", region::EuWest2);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Audit", AuditTrail::builder().key(&key).build().retention(audit_retention::Years6));
}
