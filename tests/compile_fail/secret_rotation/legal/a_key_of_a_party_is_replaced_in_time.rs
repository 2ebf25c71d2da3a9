//! It is replaced once a quarter.

use hc_cdk::{dimension::secret_rotation::{Every180Days, Every90Days}, policy::Hipaa};
use hc_cdk_aws::{kind::FunctionArn, literal::arn::Arn, prelude::*, secrets::{RotatedSecret, SecretHandle}};

fn replace(stack: &mut Stack<Hipaa>, secret: &SecretHandle, function: Arn<FunctionArn>) {
    let key = RotatedSecret::builder().secret(secret).rotated_by(function).build();
    stack.add("Key", key.rotation(Every90Days));
}

fn main() {}
