//! A key is declared in a stack of its cloud.

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{keys::CustomerKey, region::UsEast1, stack::Stack};
use hc_cdk_k8s::chart::Chart;

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", UsEast1);
    stack.add("Key", CustomerKey::builder().build());
}
