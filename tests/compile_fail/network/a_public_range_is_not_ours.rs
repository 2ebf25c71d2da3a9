//! expect: `Cidr<16, false>` is not a private network

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Network", Vpc::builder().cidr(cidr!("52.94.0.0/16")).key(&key).build());
}
