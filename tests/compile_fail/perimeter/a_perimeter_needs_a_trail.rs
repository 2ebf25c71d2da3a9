//! expect: a perimeter needs an audit trail

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).build());
}
