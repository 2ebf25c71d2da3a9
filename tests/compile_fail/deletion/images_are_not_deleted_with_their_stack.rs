//! expect: a store that is `Destroyable` can be lost too easily for `(Hipaa, Production)`

use hc_cdk::{dimension::deletion::Destroyable, policy::{Hipaa, Production}};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Images", ImageRepository::builder().key(&key).build().deletion(Destroyable));
}
