//! A certificate that exists already in AWS Certificate Manager.
//!
//! A stack does not make certificates itself: they outlive it, and their validation waits for people.

use hc_cdk::value::Value;

use crate::{
    kind::CertificateArn,
    literal::arn::{Arn, ArnOf},
};

/// A certificate in AWS Certificate Manager.
///
/// ```
/// use hc_cdk_aws::{arn, edge::Certificate, kind::CertificateArn};
///
/// let certificate = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// ```
#[derive(Debug, Clone)]
pub struct Certificate {
    arn: Arn<CertificateArn>,
}

impl Certificate {
    /// A certificate that exists already, in the region of the load balancer that presents it.
    pub fn existing(arn: impl ArnOf<CertificateArn>) -> Self {
        Self { arn: arn.it() }
    }

    pub(crate) fn arn(&self) -> Value<String> {
        Value::<CertificateArn>::from(self.arn.clone()).into()
    }

    /// The region that the ARN names.
    pub(crate) fn region(&self) -> &str {
        self.arn.as_str().split(':').nth(3).unwrap_or_default()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a certificate of an endpoint",
        label = "give what `Certificate::existing(arn!(CertificateArn, \"..\"))` does"
    )]
    /// A certificate.
    IsCertificate: Certificate;
}
