//! Somebody signed for the raw resource.

use hc_cdk::{control::hipaa, policy::Hipaa, prelude::*};
use hc_cdk_aws::{cfn::sns, region, stack::Stack};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "carries no data", "jane.roe", date!("2027-01-31"));
    stack.add("Topic", waiver.resource(sns::Topic::default()));
}
