//! AWS makes the text of a secret.

use hc_cdk::data::Phi;
use hc_cdk_aws::{kind::FunctionArn, prelude::*, secrets::Generated};

fn program(zone: &Perimeter<Phi>) {
    let _ = Secret::builder().perimeter(zone).rotated_by(arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:r")).generated(Generated::field("password")).build();
}

fn main() {}
