//! expect: a network needs a key that encrypts its flow logs

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Own", Vpc::builder().cidr(cidr!("10.20.0.0/16")).build());
}
