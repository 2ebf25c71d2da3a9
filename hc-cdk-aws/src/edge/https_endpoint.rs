//! An HTTPS endpoint on the internet for one service, or for several by their paths.
//!
//! By construction it speaks TLS as new as the policy asks for, stands behind a web application firewall that is attached
//! and logged, records every request, reaches its services and nothing else, and on port 80 only sends visitors to HTTPS.
//! It is not for services that only other services call: those connect to each other inside the network.
//!
//! The firewall's common rules refuse what they cannot inspect, which includes bodies over 8 KB: large uploads go to a
//! store directly.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    dimension::{PolicyFloor, Position, tls::TlsFor},
    literal::domain::is_domain,
    policy::{Dimension, Policy},
    resource::Made,
    route::TakesRequests,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::{
    balancer,
    certificate::{Certificate, IsCertificate},
    firewall,
    hosted_zone::{HostedZone, IsHostedZone},
    listener,
    target::Target,
};
use crate::{
    audit::Logs,
    cfn::elasticloadbalancingv2::{LoadBalancer, TargetGroup},
    compute::Served,
    position::Deletion,
    rule,
    sentences::{EndpointNeedsCertificate, EndpointNeedsDomain, EndpointNeedsTarget},
    stack::Aws,
};

/// An HTTPS endpoint. `T` is the oldest TLS that it speaks.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{kind::CertificateArn, prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder().build());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
/// let api = stack.add("Api", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080)
///     .build());
/// let cert = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
/// let front = stack.add("Front", HttpsEndpoint::builder()
///     .target(&api).domain("api.example.org").certificate(&cert).zone(&zone)
///     .build());
/// stack.output("Url", "where patients find it", front.url());
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct HttpsEndpoint<T = PolicyFloor> {
    parts: Parts,
    position: PhantomData<fn() -> T>,
}

hc_cdk::builder! {
    /// What an HTTPS endpoint is made of.
    pub struct Parts;
    /// An HTTPS endpoint that is being described.
    pub struct HttpsEndpointBuilder => HttpsEndpoint;
    needs {
        /// The service that answers what no route takes.
        target(service: &impl Served) -> Target { Target::of(service.it()) }: EndpointNeedsTarget;
        /// The name that it answers to, such as `api.example.org`; [`domain!`](hc_cdk::domain!) checks one at compile time.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: EndpointNeedsDomain;
        /// The certificate for the domain, in the stack's region.
        certificate(certificate: &(impl IsCertificate + ?Sized)) -> Certificate { certificate.it().clone() }: EndpointNeedsCertificate;
    }
    may {
        /// The zone into which it writes its name; by default somebody else writes it.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> Option<HostedZone> { Some(zone.it().clone()) } = None;
        /// How many requests one address may make in five minutes: from 10 to 2 000 000 000, by default 2000.
        rate_limit(requests: u32) -> u32 { requests } = 2000;
    }
    also { routes: Vec<(&'static str, Target)> }
}

impl<State> HttpsEndpointBuilder<State> {
    /// Hands requests for a path, such as `/billing/*`, to another service of the same stack. Paths are compared in the order
    /// in which they are given; what no path fits goes to the target.
    pub fn route(mut self, path: &'static str, service: &impl Served) -> Self {
        self.routes.push((path, Target::of(service.it())));
        self
    }
}

impl From<Parts> for HttpsEndpoint {
    fn from(parts: Parts) -> Self {
        Self { parts, position: PhantomData }
    }
}

impl HttpsEndpoint {
    /// Starts the description of an HTTPS endpoint.
    pub fn builder() -> HttpsEndpointBuilder {
        Parts::builder()
    }
}

impl<T> HttpsEndpoint<T> {
    /// The oldest TLS that it speaks, instead of what the policy asks for.
    pub fn tls<N>(self, _oldest: N) -> HttpsEndpoint<N> {
        HttpsEndpoint { parts: self.parts, position: PhantomData }
    }
}

/// An endpoint that a stack has taken.
#[derive(Debug, Clone)]
pub struct Endpoint {
    domain: Cow<'static, str>,
    balancer: Made<LoadBalancer>,
    targets: Made<TargetGroup>,
}

impl Endpoint {
    /// Where it answers, such as `https://api.example.org`.
    pub fn url(&self) -> Value<String> {
        format!("https://{}", self.domain).into()
    }

    /// The load balancer's own name, for whoever writes the domain's record by hand.
    pub fn dns_name(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::DNS_NAME)
    }

    /// The load balancer's ARN.
    pub fn arn(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::LOAD_BALANCER_ARN)
    }

    /// The end of the load balancer's ARN, by which metrics know it.
    pub fn full_name(&self) -> Value<String> {
        self.balancer.get(LoadBalancer::LOAD_BALANCER_FULL_NAME)
    }

    /// The end of the target group's ARN, by which metrics know it.
    pub fn targets_full_name(&self) -> Value<String> {
        self.targets.get(TargetGroup::TARGET_GROUP_FULL_NAME)
    }
}

impl<T> Spec for HttpsEndpoint<T> {
    type Handle = Endpoint;
    const KIND: &'static str = "HttpsEndpoint";
    const INVARIANTS: &'static [Rule] = &[
        rule::LISTENER_SPEAKS_TLS,
        rule::ALB_HTTP_TO_HTTPS_REDIRECTION,
        rule::BALANCER_HAS_A_FIREWALL,
        rule::FIREWALL_LIMITS_RATES,
        rule::WAFV2_LOGGING_ENABLED,
        rule::FIREWALL_LOGS,
        rule::AUDIT_RECORDS_KEEP,
        rule::ELB_LOGGING_ENABLED,
        rule::OPEN_INGRESS,
        rule::BALANCER_REACHES_GROUPS,
        rule::BALANCER_HAS_ZONES,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<T: TlsFor<P>, P: Policy> Construct<P, Aws> for HttpsEndpoint<T> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Endpoint {
        let logs = Logs::of_audit::<P>(&self.parts.target.key);
        scope.stands_at(Dimension::tls, T::POSITION);
        declare(&self.parts, scope, T::POSITION, &logs, Deletion::of::<P>())
    }
}

fn declare(
    parts: &Parts,
    scope: &mut Scope<'_>,
    oldest_tls: Position,
    logs: &Logs<'_>,
    deletion: Deletion,
) -> Endpoint {
    check(parts, scope);
    parts.lead(scope);
    let Parts { target, domain, .. } = parts;
    let others = parts.others();
    let services: Vec<&Target> = others.iter().map(|(service, _)| *service).collect();
    let balancer = balancer::balancer(scope, target, &services, deletion);
    let targets = balancer::target_group(scope, "", target);
    let https = listener::https(scope, &balancer, &targets, &parts.certificate, oldest_tls);
    listener::redirect(scope, &balancer, domain);
    firewall::firewall(scope, &balancer, parts.rate_limit, logs);
    target.join(scope, "", &balancer, &targets, &https);
    for (service, paths) in &others {
        let targets = balancer::target_group(scope, &service.name, service);
        for (nth, (number, path)) in (1..).zip(paths) {
            let nth = if nth == 1 { String::new() } else { nth.to_string() };
            let rule = listener::rule(scope, &format!("{}Rule{nth}", service.name), *number, &https, path, &targets);
            if nth.is_empty() {
                service.join(scope, &service.name, &balancer, &targets, &rule);
            }
        }
    }
    if let Some(zone) = &parts.zone {
        zone.point(scope, domain, &balancer);
    }
    Endpoint { domain: domain.clone(), balancer, targets }
}

/// The longest path pattern that a listener compares.
const LONGEST_PATH: usize = 128;

impl TakesRequests for Parts {
    type To = Target;

    const PATHS: &'static str = "begin with `/`, and use `*` for any characters: `/billing/*`";

    /// Source: Elastic Load Balancing, "Condition types for listener rules".
    fn is_path(path: &str) -> bool {
        let fits = |it: char| it.is_ascii_alphanumeric() || "_-.$/~\"'@:+&*?".contains(it);
        path.starts_with('/') && path.len() <= LONGEST_PATH && path.chars().all(fits)
    }

    fn rest(&self) -> &Target {
        &self.target
    }

    fn routes(&self) -> &[(&'static str, Target)] {
        &self.routes
    }
}

/// What only the values show.
fn check(parts: &Parts, scope: &mut Scope<'_>) {
    let domain = &parts.domain;
    if !is_domain(domain) {
        scope.reject(
            None,
            format!("answers to `{domain}`, which is not a domain name"),
            "write the name alone, in small letters, such as `api.example.org`",
        );
    }
    let region = scope.region();
    if parts.certificate.region() != region {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            format!("stands in `{region}`, but its certificate in `{}`", parts.certificate.region()),
            "a load balancer presents certificates of its own region: ask for one there",
        );
    }
    if !firewall::RATE_LIMITS.contains(&parts.rate_limit) {
        scope.reject(
            None,
            format!("lets one address make `{}` requests in five minutes", parts.rate_limit),
            "the firewall counts from 10 to 2 000 000 000",
        );
    }
}
