//! expect: is `.build()` missing, or is it a construct of another target?

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{keys::CustomerKey, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Key", CustomerKey::builder());
}
