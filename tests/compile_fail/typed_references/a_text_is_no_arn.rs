//! expect: `&str` is not an ARN of the kind `KeyArn`

use hc_cdk_aws::{arn, keys::CustomerKey, kind::KeyArn};

fn main() {
    CustomerKey::existing("arn:aws:kms:us-east-1:111122223333:key/1234abcd");
}
