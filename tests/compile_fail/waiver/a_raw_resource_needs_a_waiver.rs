//! expect: is not a construct for a stack on `Aws`

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Topic", sns::Topic::default());
}
