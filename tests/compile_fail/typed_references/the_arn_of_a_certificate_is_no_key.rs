//! expect: expected `Arn<KeyArn>`, found `Arn<CertificateArn>`

use hc_cdk_aws::{
    keys::CustomerKey,
    kind::{CertificateArn, KeyArn},
    literal::arn::Arn,
};

fn import(certificate: Arn<CertificateArn>, key: Arn<KeyArn>) {
    CustomerKey::existing(certificate);
}

fn main() {}
