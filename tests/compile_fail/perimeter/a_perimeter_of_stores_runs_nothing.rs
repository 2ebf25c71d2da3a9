//! expect: this is not a perimeter for `Phi` data

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let zone = stack.add("Zone", StorePerimeter::<Phi>::builder().key(&key).trail(&trail).build());
    let _ = FargateService::<Phi>::builder().perimeter(&zone);
}
