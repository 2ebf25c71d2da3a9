//! The key is the customer's.

use hc_cdk::{
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{audit::LogGroup, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Imports", LogGroup::builder().key(&key).build());
}
