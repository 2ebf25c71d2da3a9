//! The nearest program that compiles.

use hc_cdk_aws::{kind::TrailArn, prelude::*};

fn program() {
    let trail = arn!(TrailArn, "arn:aws:cloudtrail:us-east-1:999988887777:trail/organization");
    let _ = ExistingTrail::builder().arn(trail).build();
}

fn main() {
    program();
}
