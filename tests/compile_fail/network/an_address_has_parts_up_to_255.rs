//! expect: a part of an address is at most 255

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Network", Vpc::builder().cidr(cidr!("10.256.0.0/16")).key(&key).build());
}
