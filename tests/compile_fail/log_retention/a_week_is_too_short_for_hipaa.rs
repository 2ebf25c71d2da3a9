//! expect: logs kept for `Days7` are deleted too early for `(Hipaa, Production)`

use hc_cdk::{dimension::log_retention, policy::{Hipaa, Production}};
use hc_cdk_aws::{audit::LogGroup, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Imports", LogGroup::builder().key(&key).build().retention(log_retention::Days7));
}
