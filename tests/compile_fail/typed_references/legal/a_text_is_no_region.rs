//! The compiler knows where data is.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{prelude::*, region};

fn program() {
    let _ = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
}

fn main() {}
