//! expect: a recovery objective of `Hours24` loses more than `Hipaa` allows

use hc_cdk::{dimension::recovery, policy::Hipaa, prelude::*};
use hc_cdk_aws::region;
use hc_cdk_tests::Share;

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Own", Share(recovery::Hours24));
}
