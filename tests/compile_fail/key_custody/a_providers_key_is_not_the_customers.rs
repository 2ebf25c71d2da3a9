//! expect: a key that is `AwsManaged` does not meet the key custody of `(Hipaa, Production)`

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{audit::LogGroup, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Imports", LogGroup::with_aws_key());
}
