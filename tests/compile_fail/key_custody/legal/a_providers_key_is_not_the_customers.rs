//! The key is the customer's.

use hc_cdk::{
    dimension::key_custody,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::region;
use hc_cdk_tests::Index;

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    stack.add("Own", Index(key_custody::CustomerManaged));
}
