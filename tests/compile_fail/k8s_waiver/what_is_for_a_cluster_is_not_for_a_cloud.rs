//! expect: is not a construct

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{region::UsEast1, stack::Stack};
use hc_cdk_k8s::prelude::*;

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", UsEast1);
    stack.add("Clinical", Namespace::<Phi>::builder().build());
}
