//! A website by CloudFront: files that everybody may read, such as the front end of an application.
//!
//! It stands in a stack in `us-east-1`, where CloudFront has its firewalls, certificates, logs and figures. Its files are in a
//! bucket of whatever region, which a stack there makes: `site.add("Files", web.files(&public))`. Values cross from the one
//! to the other as outputs.
//!
//! By construction it speaks TLS as new as the policy asks for and sends visitors there, stands behind a web application
//! firewall that is logged, records every request, tells browsers to run nothing that is not its own, signs what it asks of its
//! bucket, and is read where its readers are said to be. It is for public data: what is for fewer people than everybody is
//! behind an `HttpsEndpoint`.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    country::{Everywhere, ReadersFor},
    data::{Ceiling, Class},
    dimension::{PolicyFloor, Position, tls::TlsFor},
    literal::domain::is_domain,
    model::{Front, Role},
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    target::Region,
    value::Value,
};

use super::{
    super::{
        certificate::{Certificate, IsCertificate},
        firewall::firewall,
        hosted_zone::{HostedZone, IsHostedZone},
        pages::{AnswersPages, CalledByPages},
        protection::{Firewall, check_rate},
    },
    content,
    distribution::{self, From, Shown},
    handle::WebsiteHandle,
    logs, name,
};
use crate::{
    audit::Logs,
    cfn::{cloudfront::Distribution, wafv2::WebAcl},
    keys::{IsKey, Key},
    rule,
    sentences::{WebsiteNeedsCertificate, WebsiteNeedsDomain, WebsiteNeedsKey},
    stack::Aws,
};

/// The region in which CloudFront has its firewalls, certificates, logs and figures.
///
/// Source: "Requirements for using SSL/TLS certificates with CloudFront", "Using AWS WAF with CloudFront".
pub(super) const HOME: &str = "us-east-1";

/// A website. `T` is the oldest TLS that it speaks, and `Q` says where its readers are.
///
/// ```
/// use hc_cdk::{data::Public, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{country::{Gb, Ie, Us}, edge::{IssuedCertificate, Website}, prelude::*, region};
///
/// let mut edge = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
/// let key = edge.add("Key", CustomerKey::builder());
/// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
/// let www = edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(&zone));
/// let web = Website::builder().key(&key).domain("www.example.org").certificate(&www).zone(&zone).files_in(region::EuWest2);
/// let web = edge.add("Web", web.readers((Gb, Ie, Us)));
///
/// let mut site = Stack::<(Hipaa, Production)>::new("site", region::EuWest2);
/// # let key = site.add("Key", CustomerKey::builder());
/// # let trail = site.add("Audit", AuditTrail::builder().key(&key));
/// # let vpc = site.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let public = site.add("Public", Perimeter::<Public>::builder().vpc(&vpc).key(&key).trail(&trail));
/// site.add("Files", web.files(&public));
/// # assert!(App::new("clinic").stack(edge).stack(site).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Website<T = PolicyFloor, Q = Everywhere> {
    parts: Parts,
    position: PhantomData<fn() -> (T, Q)>,
}

hc_cdk::builder! {
    /// What a website is made of.
    pub struct Parts;
    /// A website that is being described.
    pub struct WebsiteBuilder => Website;
    needs {
        /// The key that encrypts its logs.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: WebsiteNeedsKey;
        /// The name that it answers to, such as `www.example.org`.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: WebsiteNeedsDomain;
        /// The certificate for the domain, in `us-east-1`.
        certificate(certificate: &(impl IsCertificate + ?Sized)) -> Certificate { certificate.it().clone() }: WebsiteNeedsCertificate;
    }
    may {
        /// The zone into which it writes its name; by default somebody else writes it.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> Option<HostedZone> { Some(zone.it().clone()) } = None;
        /// The region of its files, if they are elsewhere than the website.
        files_in(region: impl Region<Target = Aws>) -> Option<&'static str> { Some(name_of(region)) } = None;
        /// How many requests one address may make in five minutes: from 10 to 2 000 000 000, by default 2000.
        rate_limit(requests: u32) -> u32 { requests } = 2000;
        /// What its firewall does beside what every one does.
        firewall(firewall: Firewall) -> Firewall { firewall } = Firewall::new();
        /// What browsers may run and reach for it, as a `Content-Security-Policy` has it: by default what is of the website itself.
        content(policy: impl Into<Cow<'static, str>>) -> Cow<'static, str> { policy.into() } = OWN_CONTENT.into();
        /// Has the page of its root answer for paths that are no files, as an application wants it that makes its pages itself.
        single_page() -> bool { true } = false;
    }
    also { called: Vec<CalledByPages> }
    positions Website {
        /// The oldest TLS that it speaks, instead of what the policy asks for.
        tls: T,
        /// The countries in which it is read, and nowhere else: `(Gb, Ie)`. Without them it is read everywhere.
        readers: Q,
    }
}

impl<State> WebsiteBuilder<State> {
    /// Lets its pages call an API, or whatever else answers under a domain of its own: browsers reach that beside what is of the website
    /// itself, and nothing else. It has to answer these pages, too: [`RestApi::pages`](super::super::RestApiBuilder::pages).
    ///
    /// ```
    /// use hc_cdk_aws::prelude::*;
    ///
    /// # fn program(api: &Api<hc_cdk::data::Phi>) {
    /// let web = Website::builder().domain("www.example.org").calls(api);
    /// # let _ = web;
    /// # }
    /// ```
    pub fn calls(mut self, answers: &(impl AnswersPages + ?Sized)) -> Self {
        self.called.push(answers.answering());
        self
    }
}

/// What browsers may run and reach, if the program does not say.
pub(super) const OWN_CONTENT: &str =
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

fn name_of<R: Region>(_: R) -> &'static str {
    R::NAME
}

/// What holds for whatever CloudFront shows.
pub(super) const INVARIANTS: &[Rule] = &[
    rule::DISTRIBUTION_SPEAKS_TLS,
    rule::DISTRIBUTION_HAS_A_FIREWALL,
    rule::DISTRIBUTION_READS_PRIVATELY,
    rule::DISTRIBUTION_SENDS_HEADERS,
    rule::DISTRIBUTION_IS_LOGGED,
    rule::DISTRIBUTION_NAMES_READERS,
    rule::DISTRIBUTION_ANSWERS,
    rule::FIREWALL_LIMITS_RATES,
    rule::WAFV2_LOGGING_ENABLED,
    rule::FIREWALL_LOGS,
    rule::AUDIT_RECORDS_KEEP,
    rule::LOG_GROUP_KEEPS,
    rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
    rule::RECORDS_STAY,
];

impl<T, Q> Spec for Website<T, Q> {
    type Handle = WebsiteHandle;
    const KIND: &'static str = "Website";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<T: TlsFor<P>, Q: ReadersFor<P>, P: Policy> Construct<P, Aws> for Website<T, Q> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> WebsiteHandle {
        scope.stands_at(Dimension::tls, T::POSITION);
        // Where the policy allows nothing that is real, what is shown is made up.
        scope.plays(Role::Endpoint, Class::Public.min(<P::DataCeiling as Ceiling>::HIGHEST));
        let Parts { key, .. } = &self.parts;
        let key = key.clone();
        declare(self.parts, scope, T::POSITION, Q::CODES, &Logs::of_audit::<P>(&key))
    }
}

fn declare(
    parts: Parts,
    scope: &mut Scope<'_>,
    oldest_tls: Position,
    countries: &'static [&'static str],
    logs: &Logs<'_>,
) -> WebsiteHandle {
    check(&parts, scope);
    let called: Vec<Value<String>> = parts.called.iter().map(|it| it.domain.clone()).collect();
    let content = content::reaching(&parts.content, &called);
    let bucket = (name::prefix(scope), parts.files_in.unwrap_or(HOME));
    let from = From::Files { bucket: name::address(&bucket.0, bucket.1), single_page: parts.single_page };
    let shown = Shown {
        domain: &parts.domain,
        certificate: &parts.certificate,
        zone: parts.zone.as_ref(),
        firewall: &parts.firewall,
        rate_limit: parts.rate_limit,
        from,
        content: content.clone(),
        logs,
        oldest_tls,
        countries,
    };
    let (acl, distribution) = show(scope, &shown);
    WebsiteHandle { this: scope.this(), domain: parts.domain, distribution, acl, bucket, content }
}

/// Declares what CloudFront shows: a firewall, the distribution behind it, the log of its requests, and its name.
pub(super) fn show(scope: &mut Scope<'_>, shown: &Shown<'_>) -> (Made<WebAcl>, Made<Distribution>) {
    scope.fronts(Front { domain: shown.domain.to_owned(), paths: vec!["/".to_owned()] });
    let near = (!shown.countries.is_empty()).then(|| shown.firewall.clone().only_from(shown.countries));
    let more = near.as_ref().unwrap_or(shown.firewall);
    let acl = firewall(scope, "CLOUDFRONT", shown.rate_limit, more, shown.logs);
    let distribution = distribution::distribution(scope, shown, &acl);
    logs::access_logs(scope, &distribution, shown.logs);
    if let Some(zone) = shown.zone {
        distribution::point(scope, zone, shown.domain, &distribution);
    }
    (acl, distribution)
}

/// What only the values show.
fn check(parts: &Parts, scope: &mut Scope<'_>) {
    at_home(scope, &parts.domain, &parts.certificate, "and say where its files are: `.files_in(..)`");
    parts.firewall.check(parts.rate_limit, scope);
    check_rate(scope, parts.rate_limit);
    for CalledByPages { domain, pages } in &parts.called {
        if pages.as_ref().is_some_and(|it| !it.contains(&parts.domain)) {
            scope.reject(
                None,
                format!("lets its pages call `{}`, which answers no page of `{}`", text(domain), parts.domain),
                format!("say so where that is described: `.pages(&domain!(\"{}\"))`", parts.domain),
            );
        }
    }
}

/// A domain in words.
fn text(domain: &Value<String>) -> &str {
    domain.json().as_text().unwrap_or("what has no name yet")
}

/// Reports a domain that is none, a certificate for other names, and what stands where CloudFront does not look.
pub(super) fn at_home(scope: &mut Scope<'_>, domain: &str, certificate: &Certificate, more: &str) {
    if !is_domain(domain) {
        scope.reject(
            None,
            format!("answers to `{domain}`, which is not a domain name"),
            "write the name alone, in small letters, such as `www.example.org`",
        );
    }
    certificate.check_covers(scope, domain);
    for (what, region) in [("stands", scope.region()), ("has its certificate", certificate.region())] {
        if region != HOME {
            let message = format!("{what} in `{region}`, and CloudFront looks in `{HOME}` only");
            scope.reject(None, message, format!("make it in a stack in `region::UsEast1`, {more}"));
        }
    }
}
