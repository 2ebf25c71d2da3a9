//! A key is known by the ARN of a key.

use hc_cdk_aws::{
    keys::CustomerKey,
    kind::{CertificateArn, KeyArn},
    literal::arn::Arn,
};

fn import(certificate: Arn<CertificateArn>, key: Arn<KeyArn>) {
    CustomerKey::existing(key);
}

fn main() {}
