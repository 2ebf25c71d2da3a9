//! expect: this is not the ARN of that kind of resource

use hc_cdk_aws::{arn, keys::CustomerKey, kind::KeyArn};

fn main() {
    CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1::key/1a2b"));
}
