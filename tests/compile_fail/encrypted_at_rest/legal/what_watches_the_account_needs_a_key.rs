//! It has one.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{account::AccountGuard, audit::Trail, keys::Key, prelude::*};

fn guard(stack: &mut Stack<(Hipaa, Production)>, key: &Key, trail: &Trail) {
    stack.add("Guard", AccountGuard::builder().key(key).trail(trail).build());
}

fn main() {}
