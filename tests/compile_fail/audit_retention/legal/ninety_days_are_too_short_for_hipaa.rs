//! Seven years of audit records are more than the six that HIPAA asks for.

use hc_cdk::{
    dimension::audit_retention,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Audit", AuditTrail::builder().key(&key).build().retention(audit_retention::Years7));
}
