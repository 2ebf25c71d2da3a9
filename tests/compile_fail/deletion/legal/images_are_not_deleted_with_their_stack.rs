//! Images that stay behind.

use hc_cdk::{
    dimension::deletion::Protected,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Images", ImageRepository::builder().key(&key).build().deletion(Protected));
}
