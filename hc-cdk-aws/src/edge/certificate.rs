//! A certificate in AWS Certificate Manager: one that exists already, or one of the program.

use std::borrow::Cow;

use hc_cdk::{
    control::hipaa,
    stack::Scope,
    value::{Attr, Value},
};

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
    /// The names that it is for, if the program says them.
    names: Vec<Cow<'static, str>>,
}

impl Certificate {
    /// A certificate that exists already, in the region of the load balancer that presents it, or in `us-east-1` for a website.
    pub fn existing(arn: impl ArnOf<CertificateArn>) -> Self {
        let arn = arn.it();
        let region = arn.as_str().split(':').nth(3).unwrap_or_default().to_owned().into();
        Self { arn: arn.into(), region, names: Vec::new() }
    }

    /// A certificate for those names that a stack of that region has made.
    pub(super) fn made(arn: Attr<CertificateArn>, region: &'static str, names: Vec<Cow<'static, str>>) -> Self {
        Self { arn, region: region.into(), names }
    }

    /// Its ARN.
    pub fn arn(&self) -> Attr<CertificateArn> {
        self.arn.clone()
    }

    pub(crate) fn text(&self) -> Value<String> {
        self.arn.clone().into()
    }

    /// Reports that it is for other names than that which answers by it: whoever comes is warned, and turns back. Of one that exists
    /// already nobody here knows its names.
    pub(super) fn check_covers(&self, scope: &mut Scope<'_>, domain: &str) {
        let covers = |name: &Cow<'static, str>| match name.strip_prefix("*.") {
            Some(above) => domain.split_once('.').is_some_and(|(_, rest)| rest == above),
            None => name == domain,
        };
        if !self.names.is_empty() && !self.names.iter().any(covers) {
            scope.reject(
                Some(hipaa::TRANSMISSION_ENCRYPTION),
                format!("answers to `{domain}`, and its certificate is for `{}`", self.names.join("`, `")),
                "ask for a certificate of that name, or add it there: `.also(..)`",
            );
        }
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
