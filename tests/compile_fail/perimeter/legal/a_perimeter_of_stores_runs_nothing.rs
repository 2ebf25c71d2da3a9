//! What runs has a network.

use hc_cdk::{data::Phi, policy::Hipaa, prelude::*};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let zone = stack.add("Zone", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let _ = FargateService::<Phi>::builder().perimeter(&zone);
}
