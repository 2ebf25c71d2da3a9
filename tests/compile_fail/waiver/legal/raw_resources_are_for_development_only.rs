//! In development a resource may be as it is.

use hc_cdk::{policy::Development, prelude::*};
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    stack.add("Topic", Raw(sns::Topic::default()));
}
