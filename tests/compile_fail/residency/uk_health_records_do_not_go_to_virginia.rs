//! expect: data must not reside in `UsEast1` where `UkHealth` applies

use hc_cdk::policy::UkHealth;
use hc_cdk_aws::{region, stack::Stack};

fn main() {
    let stack = Stack::<UkHealth>::new("records", region::UsEast1);
}
