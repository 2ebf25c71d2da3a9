//! expect: an audit trail needs a key that encrypts its records

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Own", AuditTrail::builder().build());
}
