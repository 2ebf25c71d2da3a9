//! expect: is not a port of a task

use hc_cdk::{data::Phi, image::Image, policy::Hipaa, prelude::*};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let image = stack.parameter("Image", Parameter::<Image>::new("what runs"));
    let port = stack.parameter("Port", Parameter::<i64>::new("where it listens"));
    stack.add("Api", FargateService::builder().perimeter(&zone).image(image).port(port).build());
}
