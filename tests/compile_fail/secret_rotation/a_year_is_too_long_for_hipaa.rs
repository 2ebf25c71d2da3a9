//! expect: a secret rotated `Every365Days` lives too long for `(Hipaa, Production)`

use hc_cdk::{dimension::rotation, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::region;
use hc_cdk_tests::Password;

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    stack.add("Own", Password(rotation::Every365Days));
}
