//! A certificate that the program asks for, and that renews by itself.
//!
//! By construction whoever owns the domain proves it by a record of its zone, which stays there: so the certificate is renewed
//! before it expires, and nobody has to answer a mail. Its key is made by AWS Certificate Manager, and nobody can read it.
//! Until the zone answers for the domain, the deployment waits.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    literal::domain::is_domain,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::{
    certificate::Certificate,
    hosted_zone::{HostedZone, IsHostedZone},
};
use crate::{
    cfn::certificatemanager::{self, certificate::DomainValidationOption},
    rule,
    sentences::{CertificateNeedsDomain, CertificateNeedsZone},
    stack::Aws,
};

hc_cdk::builder! {
    /// A certificate for a domain, and for others of the same zone. It is made in the region of its stack: that of the load
    /// balancer which presents it, or `us-east-1` for a website.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{edge::IssuedCertificate, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
    /// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    /// let www = IssuedCertificate::builder().domain("www.example.org").zone(&zone).also("example.org");
    /// let www = stack.add("Certificate", www);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct IssuedCertificate;
    /// A certificate that is being described.
    pub struct IssuedCertificateBuilder => IssuedCertificate;
    needs {
        /// The name that it is for, such as `www.example.org`.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: CertificateNeedsDomain;
        /// The zone of that name, in which the proof is written.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> HostedZone { zone.it().clone() }: CertificateNeedsZone;
    }
    also { others: Vec<Cow<'static, str>> }
}

impl<State> IssuedCertificateBuilder<State> {
    /// Another name of the zone that it is for. May be said several times.
    pub fn also(mut self, domain: impl Into<Cow<'static, str>>) -> Self {
        self.others.push(domain.into());
        self
    }
}

impl Spec for IssuedCertificate {
    type Handle = Certificate;
    const KIND: &'static str = "IssuedCertificate";
    const INVARIANTS: &'static [Rule] = &[rule::CERTIFICATE_RENEWS];
}

impl<P: Policy> Construct<P, Aws> for IssuedCertificate {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Certificate {
        declare(self, scope)
    }
}

fn declare(spec: IssuedCertificate, scope: &mut Scope<'_>) -> Certificate {
    let IssuedCertificate { domain, zone, others } = spec;
    let names: Vec<_> = [&domain].into_iter().chain(&others).cloned().collect();
    let proofs = names.iter().map(|domain| proof(scope, &zone, domain)).collect();
    let made = scope.resource(
        "",
        certificatemanager::Certificate {
            domain_name: Some(domain.into()),
            domain_validation_options: Some(proofs),
            subject_alternative_names: (!others.is_empty()).then(|| others.into_iter().map(Value::from).collect()),
            validation_method: Some("DNS".into()),
            ..Default::default()
        },
    );
    Certificate::made(Value::from_json(made.id()), scope.region(), names)
}

/// How it is proven that the domain is ours. A star stands for any name below the domain.
fn proof(scope: &mut Scope<'_>, zone: &HostedZone, domain: &str) -> DomainValidationOption {
    let name = domain.strip_prefix("*.").unwrap_or(domain);
    if !is_domain(name) {
        scope.reject(
            None,
            format!("is for `{domain}`, which is not a domain name"),
            "write the name alone, in small letters, such as `www.example.org`",
        );
    }
    DomainValidationOption {
        domain_name: Some(domain.to_owned().into()),
        hosted_zone_id: Some(zone.id_for(scope, name)),
        ..Default::default()
    }
}
