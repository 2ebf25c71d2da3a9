//! Once a month is more often than once a quarter.

use hc_cdk::{
    data::Phi,
    dimension::secret_rotation,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{kind::FunctionArn, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-lab");
    let lab = Secret::builder().perimeter(&clinical).rotated_by(rotate).build();
    stack.add("Lab", lab.rotation(secret_rotation::Every30Days));
}
