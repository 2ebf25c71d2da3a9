//! A program with two findings, for the tests of the command line: a name is taken twice, and a waiver has expired.

use std::process::ExitCode;

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{cfn::sns, prelude::*, region};

fn main() -> ExitCode {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Key", CustomerKey::builder().build());
    stack.add("Key", CustomerKey::builder().build());
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "carries no data", "jane.roe", date!("2020-01-31"));
    stack.add("Topic", waiver.resource(sns::Topic::default()));
    App::new("clinic").stack(stack).run()
}
