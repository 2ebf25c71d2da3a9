//! expect: a repository of images needs a key that encrypts them

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Images", ImageRepository::builder().build());
}
