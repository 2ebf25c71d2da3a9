//! expect: a raw resource must not enter a stack under `(Development, Hipaa)` without a waiver

use hc_cdk::{policy::{Development, Hipaa}, prelude::*};
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<(Development, Hipaa)>::new("clinic", region::UsEast1);
    stack.add("Topic", Raw(sns::Topic::default()));
}
