//! An HTTPS endpoint on the internet for one service, or for several by their paths.
//!
//! Its services stand in its own stack, and are named when it is described, or it is made in a perimeter, and services of any
//! stack take a path of it: `stack.add("LabRoute", front.route("/lab/*", &lab))`. So one endpoint serves more services than a
//! stack has room for.
//!
//! By construction it speaks TLS as new as the policy asks for, stands behind a web application firewall that is attached
//! and logged, records every request, reaches its services and nothing else, and on port 80 only sends visitors to HTTPS.
//! It is not for services that only other services call: those connect to each other inside the network.
//!
//! The firewall's common rules refuse what they cannot inspect, which includes bodies over 8 KB: large uploads go to a
//! store directly, or to a path of which [`Firewall::large_bodies`] says so.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    builder::{Given, Once},
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{PolicyFloor, Position, tls::TlsFor},
    policy::{Dimension, Policy},
    route::TakesRequests,
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    balancer,
    certificate::{Certificate, IsCertificate},
    endpoint::Endpoint,
    firewall,
    hosted_zone::{HostedZone, IsHostedZone, PointsAt},
    listener, priority,
    protection::{self, Firewall},
    site::Site,
    target::Target,
};
use crate::{
    audit::Logs,
    cfn::elasticloadbalancingv2::LoadBalancer,
    compute::Served,
    perimeter::Perimeter,
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
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let api = stack.add("Api", FargateService::builder().perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080));
/// let cert = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
/// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
/// let front = stack.add("Front", HttpsEndpoint::builder()
///     .target(&api).domain("api.example.org").certificate(&cert).zone(&zone));
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
        /// The service that answers what no route takes. An endpoint whose services are all given by routes of their own stacks
        /// has a `.perimeter(..)` instead, and says of everything else that it is not there.
        target(service: &(impl Served + ?Sized)) -> Site { Site::of(service.it()) }: EndpointNeedsTarget;
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
        /// What its firewall does beside what every one does.
        firewall(firewall: Firewall) -> Firewall { firewall } = Firewall::new();
    }
    also { routes: Vec<(&'static str, Target)> }
    positions HttpsEndpoint {
        /// The oldest TLS that it speaks, instead of what the policy asks for.
        tls: T,
    }
}

impl<State> HttpsEndpointBuilder<State> {
    /// Hands requests for a path, such as `/billing/*`, to another service of the same stack. The narrowest path that fits
    /// counts, in whatever order they are given; what no path fits goes to the target.
    pub fn route(mut self, path: &'static str, service: &(impl Served + ?Sized)) -> Self {
        self.routes.push((path, Target::of(service.it())));
        self
    }
}

#[allow(non_camel_case_types, reason = "the state of a part has its name")]
impl<target, domain, certificate> HttpsEndpointBuilder<(target, domain, certificate)> {
    /// The perimeter that it is in, if its services take paths of it in stacks of their own. It is for data of that class, and
    /// says of what nobody takes that it is not there.
    pub fn perimeter<D: DataClass>(
        self,
        perimeter: &Perimeter<D>,
    ) -> HttpsEndpointBuilder<(Given<Site>, domain, certificate)>
    where
        target: Once,
    {
        let Self { state: (_, domain, certificate), zone, rate_limit, firewall, routes, parts } = self;
        let site = Given(Site::within(perimeter));
        HttpsEndpointBuilder { state: (site, domain, certificate), zone, rate_limit, firewall, routes, parts }
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
    let Parts { target: site, domain, .. } = parts;
    let others = parts.others();
    let services: Vec<&Target> = site.rest.iter().chain(others.iter().map(|(service, _)| *service)).collect();
    let (balancer, group) = balancer::balancer(scope, site, &services, deletion);
    let targets = site.rest.as_ref().map(|service| balancer::target_group(scope, "", service));
    let https = listener::https(scope, &balancer, targets.as_ref(), &parts.certificate, oldest_tls);
    listener::redirect(scope, &balancer, domain);
    firewall::before(scope, balancer.get(LoadBalancer::LOAD_BALANCER_ARN), parts.rate_limit, &parts.firewall, logs);
    if let Some((service, targets)) = site.rest.as_ref().zip(targets.as_ref()) {
        service.join(scope, "", &balancer, targets, &https, None);
    }
    for (service, paths) in &others {
        let targets = balancer::target_group(scope, &service.name, service);
        for (nth, path) in paths.iter().enumerate() {
            let rule = listener::rule(
                scope,
                &service.name,
                priority::number(path),
                &https,
                (*path).to_owned().into(),
                &targets,
                None,
            );
            if nth == 0 {
                service.join(scope, &service.name, &balancer, &targets, &rule, None);
            }
        }
    }
    if let Some(zone) = &parts.zone {
        let (name, zone_of_aws) =
            (balancer.get(LoadBalancer::DNS_NAME), balancer.get(LoadBalancer::CANONICAL_HOSTED_ZONE_ID));
        let records = &[("Record", "A")];
        let at = PointsAt { name, zone: zone_of_aws, only_if_healthy: true, answers_to_its_name: true, records };
        zone.point(scope, domain, &at);
    }
    let (vpc, networks) = (site.network.id(), site.network.public_networks().to_vec());
    let (this, targets) = (scope.this(), targets.into_iter().collect());
    let (class, domain) = (site.class, domain.clone());
    Endpoint { this, class, vpc, networks, domain, balancer, group, https, targets, is_route: false }
}

impl TakesRequests for Parts {
    type To = Target;

    const PATHS: &'static str = listener::PATHS;

    fn is_path(path: &str) -> bool {
        listener::is_path(path)
    }

    fn class(&self) -> Class {
        self.target.class
    }

    fn rest(&self) -> Option<&Target> {
        self.target.rest.as_ref()
    }

    fn routes(&self) -> impl Iterator<Item = (&str, &Target)> {
        self.routes.iter().map(|(path, to)| (*path, to))
    }

    fn domain(&self) -> Option<&str> {
        Some(&self.domain)
    }
}

/// What only the values show.
fn check(parts: &Parts, scope: &mut Scope<'_>) {
    protection::check_domain(scope, &parts.domain, &parts.certificate);
    parts.firewall.check(parts.rate_limit, scope);
    protection::check_rate(scope, parts.rate_limit);
}
