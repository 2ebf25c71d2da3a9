//! expect: is not a region of a cloud

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{prelude::*, region};

fn program() {
    let _ = Stack::<(Hipaa, Production)>::new("clinic", "us-east-1");
}

fn main() {}
