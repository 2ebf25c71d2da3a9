//! expect: a secret that exists already needs a function that replaces it

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{kind::FunctionArn, literal::arn::Arn, prelude::*, secrets::{RotatedSecret, SecretHandle}};

fn replace(stack: &mut Stack<Hipaa>, secret: &SecretHandle, function: Arn<FunctionArn>) {
    stack.add("Key", RotatedSecret::builder().secret(secret).build());
}

fn main() {}
