//! expect: a service needs a perimeter

use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let image = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    stack.add("Api", FargateService::<Phi>::builder().image(image).port(8080).build());
}
