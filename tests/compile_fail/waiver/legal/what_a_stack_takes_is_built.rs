//! The description ends with `build()`.

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{keys::CustomerKey, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Key", CustomerKey::builder().build());
}
