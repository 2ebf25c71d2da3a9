//! A program with findings, for the tests of the command line: a name is taken twice, a waiver has expired, and no app has a stack.

use std::process::ExitCode;

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{cfn::sns, prelude::*, region};

fn main() -> ExitCode {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    stack.add("Key", CustomerKey::builder().build());
    stack.add("Key", CustomerKey::builder().build());
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "carries no data", "jane.roe", date!("2020-01-31"));
    stack.add("Topic", waiver.resource(sns::Topic::default()));
    let _forgotten = Stack::<Hipaa>::new("forgotten", region::UsEast1);
    App::new("clinic").stack(stack).run()
}
