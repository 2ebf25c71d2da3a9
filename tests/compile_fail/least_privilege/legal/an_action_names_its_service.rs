//! The action names its service.

use hc_cdk::value::Attr;
use hc_cdk_aws::{actions, arn, iam::Statement, kind::BucketArn};

fn main() {
    let bucket = arn!(BucketArn, "arn:aws:s3:::admissions");
    Statement::allow(actions!["s3:GetObject"], [Attr::from(bucket)]);
}
