//! expect: `Cidr<25>` is too small or too large a network for a VPC

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/25")).key(&key).build());
}
