//! expect: `Arn<CertificateArn>` is not an ARN of the kind `KeyArn`

use hc_cdk_aws::{
    keys::CustomerKey,
    kind::{CertificateArn, KeyArn},
    literal::arn::Arn,
};

fn import(certificate: Arn<CertificateArn>, key: Arn<KeyArn>) {
    CustomerKey::existing(certificate);
}

fn main() {}
