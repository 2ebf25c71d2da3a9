//! expect: a check of uptime needs the domain that is asked

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{edge::UptimeCheck, prelude::*};

fn ask(stack: &mut Stack<(Hipaa, Production)>) {
    stack.add("Up", UptimeCheck::builder().path("/health").build());
}

fn main() {}
