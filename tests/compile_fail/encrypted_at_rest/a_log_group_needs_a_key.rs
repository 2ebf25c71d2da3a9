//! expect: a log group needs a key that encrypts it

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{audit::LogGroup, prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Own", LogGroup::builder().build());
}
