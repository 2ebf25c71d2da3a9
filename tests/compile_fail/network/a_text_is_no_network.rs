//! expect: a network is written `a.b.c.d/prefix`

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0")).key(&key).build());
}
