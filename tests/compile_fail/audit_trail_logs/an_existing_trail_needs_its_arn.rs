//! expect: an audit trail that exists already needs its ARN

use hc_cdk_aws::prelude::*;

fn program() {
    ExistingTrail::builder().build();
}

fn main() {}
