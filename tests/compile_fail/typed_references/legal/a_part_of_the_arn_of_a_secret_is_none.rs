//! This is the whole ARN of a secret.

use hc_cdk_aws::{arn, kind::SecretArn};

fn main() {
    let _ = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:speech-AbCdEf");
}
