//! expect: audit records kept for `Days90` are deleted too early for `(Hipaa, Production)`

use hc_cdk::{dimension::audit_retention, policy::{Hipaa, Production}};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Audit", AuditTrail::builder().key(&key).build().retention(audit_retention::Days90));
}
