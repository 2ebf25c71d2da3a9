//! expect: Karpenter needs the cluster that it starts machines for

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{prelude::*, region};

fn starts(wards: &Eks<region::UsEast1>, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = wards;
    stack.add("Karpenter", Karpenter::builder().build());
}

fn main() {
    let _ = starts;
}
