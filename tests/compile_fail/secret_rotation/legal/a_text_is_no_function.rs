//! The function is known by its ARN.

use hc_cdk::data::Phi;
use hc_cdk_aws::{kind::FunctionArn, prelude::*};

fn program(zone: &Perimeter<Phi>) {
    Secret::builder()
        .perimeter(zone)
        .rotated_by(arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate"))
        .build();
}

fn main() {}
