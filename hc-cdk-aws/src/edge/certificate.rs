//! A certificate in AWS Certificate Manager: one that exists already, or one of the program.

use std::borrow::Cow;

use hc_cdk::value::{Attr, Value};

use crate::{kind::CertificateArn, literal::arn::ArnOf};

/// A certificate in AWS Certificate Manager.
///
/// ```
/// use hc_cdk_aws::{arn, edge::Certificate, kind::CertificateArn};
///
/// let certificate = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// ```
///
/// What a stack returns for an [`IssuedCertificate`](super::IssuedCertificate) is one as well.
#[derive(Debug, Clone)]
pub struct Certificate {
    arn: Attr<CertificateArn>,
    region: Cow<'static, str>,
}

impl Certificate {
    /// A certificate that exists already, in the region of the load balancer that presents it, or in `us-east-1` for a website.
    pub fn existing(arn: impl ArnOf<CertificateArn>) -> Self {
        let arn = arn.it();
        let region = arn.as_str().split(':').nth(3).unwrap_or_default().to_owned().into();
        Self { arn: arn.into(), region }
    }

    /// A certificate that a stack of that region has made.
    pub(super) fn made(arn: Attr<CertificateArn>, region: &'static str) -> Self {
        Self { arn, region: region.into() }
    }

    /// Its ARN.
    pub fn arn(&self) -> Attr<CertificateArn> {
        self.arn.clone()
    }

    pub(crate) fn text(&self) -> Value<String> {
        self.arn.clone().into()
    }

    /// The region that it is in.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a certificate of an endpoint",
        label = "give what `stack.add` returned for an `IssuedCertificate`, or what `Certificate::existing(arn!(CertificateArn, \"..\"))` does"
    )]
    /// A certificate.
    IsCertificate: Certificate;
}
