//! It is one.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{account::Budget, prelude::*};

fn spend(stack: &mut Stack<(Hipaa, Production)>) {
    stack.add("Budget", Budget::builder().dollars(175).notify(Contact::email("finance@example.org")).build());
}

fn main() {}
