//! expect: this is not the ARN of an audit trail that was checked

use hc_cdk_aws::prelude::*;

fn program() {
    let _ = ExistingTrail::builder().arn("arn:aws:cloudtrail:us-east-1:999988887777:trail/organization");
}

fn main() {}
