//! expect: `SingleAz` is not available enough for `(Hipaa, Production)`

use hc_cdk::{dimension::availability, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::region;
use hc_cdk_tests::Cache;

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    stack.add("Own", Cache(availability::SingleAz));
}
