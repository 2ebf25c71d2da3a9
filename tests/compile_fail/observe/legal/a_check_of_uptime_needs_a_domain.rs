//! The domain is named.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{edge::UptimeCheck, prelude::*};

fn ask(stack: &mut Stack<(Hipaa, Production)>) {
    stack.add("Up", UptimeCheck::builder().domain("api.example.org").path("/health").build());
}

fn main() {}
