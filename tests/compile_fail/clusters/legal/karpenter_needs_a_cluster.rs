//! The nearest program that compiles.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{prelude::*, region};

fn starts(wards: &Eks<region::UsEast1>, stack: &mut Stack<(Hipaa, Production)>) {
    stack.add("Karpenter", Karpenter::builder().cluster(wards).build());
}

fn main() {
    let _ = starts;
}
