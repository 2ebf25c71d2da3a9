//! What is protected cannot be lost by accident.

use hc_cdk::{
    dimension::deletion,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::region;
use hc_cdk_tests::Queue;

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    stack.add("Own", Queue(deletion::Protected));
}
