//! CloudFront before an endpoint: visitors are answered near by, and what is refused is refused there.
//!
//! It stands in a stack in `us-east-1`, where CloudFront has its firewalls, certificates, logs and figures; its endpoint is in whatever
//! region. By construction it speaks TLS as new as the policy asks for and sends visitors there, stands behind a web application firewall
//! that is logged, records every request, tells browsers to run nothing that is not its own, asks its endpoint over TLS, and is read where
//! its readers are said to be. It keeps no answer: what an endpoint says of a patient is for whoever asked.
//!
//! The endpoint stays reachable by its own name, behind its own firewall. Not for files, which a `Website` shows.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    country::{Everywhere, ReadersFor},
    dimension::{
        PolicyFloor, Position,
        tls::{Tls13, TlsFor},
    },
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::{
    super::{
        certificate::{Certificate, IsCertificate},
        endpoint::Endpoint,
        hosted_zone::{HostedZone, IsHostedZone},
        pages::{self, AnswersPages, CalledByPages, ShowsPages},
        protection::{Firewall, check_rate},
    },
    distribution::{From, Shown},
    site::{INVARIANTS, OWN_CONTENT, at_home, show},
};
use crate::{
    audit::Logs,
    cfn::cloudfront::Distribution,
    keys::{IsKey, Key},
    sentences::{
        EdgeEndpointNeedsCertificate, EdgeEndpointNeedsDomain, EdgeEndpointNeedsEndpoint, EdgeEndpointNeedsKey,
    },
    stack::Aws,
};

/// CloudFront before an endpoint. `T` is the oldest TLS that it speaks, and `Q` says where its readers are.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{country::{Gb, Ie}, edge::{EdgeEndpoint, IssuedCertificate}, kind::CertificateArn, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let api = stack.add("Api", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080));
/// let cert = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
/// let front = HttpsEndpoint::builder().target(&api).domain("origin.example.org").certificate(&cert);
/// let front = stack.add("Front", front);
///
/// let mut edge = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
/// let key = edge.add("Key", CustomerKey::builder());
/// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
/// let www = edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(&zone));
/// let near = EdgeEndpoint::builder().key(&key).before(&front).domain("www.example.org").certificate(&www).zone(&zone);
/// edge.add("Near", near.readers((Gb, Ie)));
/// # assert!(App::new("clinic").stack(stack).stack(edge).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct EdgeEndpoint<T = PolicyFloor, Q = Everywhere> {
    parts: Parts,
    position: PhantomData<fn() -> (T, Q)>,
}

hc_cdk::builder! {
    /// What stands before an endpoint.
    pub struct Parts;
    /// What stands before an endpoint, as it is being described.
    pub struct EdgeEndpointBuilder => EdgeEndpoint;
    needs {
        /// The key that encrypts its logs.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: EdgeEndpointNeedsKey;
        /// The endpoint that answers.
        before(endpoint: &Endpoint) -> Endpoint { endpoint.clone() }: EdgeEndpointNeedsEndpoint;
        /// The name that it answers to, such as `www.example.org`: another one than that of the endpoint.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: EdgeEndpointNeedsDomain;
        /// The certificate for the domain, in `us-east-1`.
        certificate(certificate: &(impl IsCertificate + ?Sized)) -> Certificate { certificate.it().clone() }: EdgeEndpointNeedsCertificate;
    }
    may {
        /// The zone into which it writes its name; by default somebody else writes it.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> Option<HostedZone> { Some(zone.it().clone()) } = None;
        /// How many requests one address may make in five minutes: from 10 to 2 000 000 000, by default 2000.
        rate_limit(requests: u32) -> u32 { requests } = 2000;
        /// What its firewall does beside what every one does.
        firewall(firewall: Firewall) -> Firewall { firewall } = Firewall::new();
        /// What browsers may run and reach for it, as a `Content-Security-Policy` has it: by default what is of itself.
        content(policy: impl Into<Cow<'static, str>>) -> Cow<'static, str> { policy.into() } = OWN_CONTENT.into();
    }
    positions EdgeEndpoint {
        /// The oldest TLS that it speaks, instead of what the policy asks for.
        tls: T,
        /// The countries in which it is read, and nowhere else: `(Gb, Ie)`. Without them it is read everywhere.
        readers: Q,
    }
}

/// What stands before an endpoint, as a stack has taken it.
#[derive(Debug, Clone)]
pub struct EdgeEndpointHandle {
    domain: Cow<'static, str>,
    distribution: Made<Distribution>,
}

impl EdgeEndpointHandle {
    /// Where it answers, such as `https://www.example.org`.
    pub fn url(&self) -> Value<String> {
        format!("https://{}", self.domain).into()
    }

    pub(in super::super) fn domain(&self) -> &str {
        &self.domain
    }

    /// The distribution's own name, for whoever writes the domain's record by hand.
    pub fn dns_name(&self) -> Value<String> {
        self.distribution.get(Distribution::DOMAIN_NAME)
    }
}

impl ShowsPages for EdgeEndpointHandle {
    fn shown(&self) -> pages::Shown {
        pages::Shown { domain: self.domain().to_owned().into(), content: None }
    }
}

impl AnswersPages for EdgeEndpointHandle {
    fn answering(&self) -> CalledByPages {
        CalledByPages { domain: self.domain().to_owned().into(), pages: None }
    }
}

impl<T, Q> Spec for EdgeEndpoint<T, Q> {
    type Handle = EdgeEndpointHandle;
    const KIND: &'static str = "EdgeEndpoint";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<T: TlsFor<P>, Q: ReadersFor<P>, P: Policy> Construct<P, Aws> for EdgeEndpoint<T, Q> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> EdgeEndpointHandle {
        scope.stands_at(Dimension::tls, T::POSITION);
        let key = self.parts.key.clone();
        declare(self.parts, scope, T::POSITION, Q::CODES, &Logs::of_audit::<P>(&key))
    }
}

fn declare(
    parts: Parts,
    scope: &mut Scope<'_>,
    oldest_tls: Position,
    countries: &'static [&'static str],
    logs: &Logs<'_>,
) -> EdgeEndpointHandle {
    check(&parts, scope, oldest_tls);
    let Endpoint { this, class, domain, .. } = &parts.before;
    scope.plays(Role::Endpoint, *class);
    scope.flow_of(*class, this);
    let shown = Shown {
        domain: &parts.domain,
        certificate: &parts.certificate,
        zone: parts.zone.as_ref(),
        firewall: &parts.firewall,
        rate_limit: parts.rate_limit,
        from: From::Endpoint { domain },
        content: parts.content.into(),
        logs,
        oldest_tls,
        countries,
    };
    let (_, distribution) = show(scope, &shown);
    EdgeEndpointHandle { domain: parts.domain, distribution }
}

/// What only the values show.
fn check(parts: &Parts, scope: &mut Scope<'_>, oldest_tls: Position) {
    at_home(scope, &parts.domain, &parts.certificate, "and its endpoint wherever it is");
    parts.firewall.check(parts.rate_limit, scope);
    check_rate(scope, parts.rate_limit);
    if parts.domain == parts.before.domain {
        let message = format!("answers to `{}`, and so does its endpoint", parts.domain);
        scope.reject(None, message, "give its endpoint a name of its own, such as `origin.example.org`");
    }
    if oldest_tls >= Tls13::POSITION {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            "asks its endpoint over TLS 1.2, the newest that CloudFront asks with",
            "have visitors ask the endpoint itself where they are to speak TLS 1.3",
        );
    }
}
