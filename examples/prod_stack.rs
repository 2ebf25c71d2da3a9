//! The core of a hospital management system: one network, one key, one audit trail, one perimeter for patients' data.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};

type Prod = (Hipaa, Production);

fn main() -> ExitCode {
    let mut stack = Stack::<Prod>::new("hms", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let _ = clinical;
    App::new("hms").stack(stack).run()
}
