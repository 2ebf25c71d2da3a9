//! expect: is not a construct, and a raw resource enters a stack only in a `Waiver`

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Topic", sns::Topic::default());
}
