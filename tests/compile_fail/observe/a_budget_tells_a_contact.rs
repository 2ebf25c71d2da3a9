//! expect: this is nobody who can be told

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{account::Budget, prelude::*};

fn spend(stack: &mut Stack<(Hipaa, Production)>) {
    stack.add("Budget", Budget::builder().dollars(175).notify("finance@example.org").build());
}

fn main() {}
