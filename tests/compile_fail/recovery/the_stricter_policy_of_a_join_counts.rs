//! expect: a recovery objective of `Hours4` loses more than `(Hipaa, Production)` allows

use hc_cdk::{dimension::recovery, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::region;
use hc_cdk_tests::Share;

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    stack.add("Own", Share(recovery::Hours4));
}
