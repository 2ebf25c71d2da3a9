//! expect: a raw resource must not enter a stack under `Production` without a waiver

use hc_cdk::{policy::Production, prelude::*};
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Production>::new("clinic", region::UsEast1);
    stack.add("Topic", Raw(sns::Topic::default()));
}
