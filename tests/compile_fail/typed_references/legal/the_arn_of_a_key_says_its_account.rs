//! This says region and account.

use hc_cdk_aws::{arn, keys::CustomerKey, kind::KeyArn};

fn main() {
    CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
}
