//! An API on the internet for functions: one name, and for each of its paths the function that answers.
//!
//! By construction nobody calls it whom it does not know, it answers to its domain alone and over TLS as new as the policy asks for,
//! stands behind a web application firewall that is attached and logged, lets through so many requests a second and no more, looks
//! whether a request is one that it describes, and records and traces each. What its functions answer it keeps nowhere: a rule of
//! scanners that asks for a cache somebody signs for (`rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED`).
//!
//! It is not for services on Fargate, which an `HttpsEndpoint` serves.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    control::{hipaa, iso27001},
    data::{Class, DataClass},
    dimension::{Level, Position},
    policy::{Dimension, Policy},
    route::{Answers, TakesRequests},
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    api_target::{ApiTarget, Called},
    authorizer::{Authorizer, Authorizes},
    body::{Described, IsBody, Method},
    certificate::{Certificate, IsCertificate},
    hosted_zone::{HostedZone, IsHostedZone},
    needed::{self, At, Needed},
    pages::{Shown, ShowsPages},
    partner::{self, Partner},
    protection::{self, Firewall},
    rest_definition::{self, Definition},
    rest_handle::{Api, Facts},
    rest_stage::{self, Asked},
    website::content,
};
use crate::{
    audit::Logs,
    keys::Key,
    perimeter::Perimeter,
    rule,
    sentences::{ApiNeedsAuthorizer, ApiNeedsCertificate, ApiNeedsDomain, ApiNeedsPerimeter},
    stack::Aws,
};

hc_cdk::builder! {
    /// An API for functions.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{kind::CertificateArn, prelude::*, region, rule};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let users = stack.add("Users", UserPool::builder().perimeter(&clinical));
    /// let image = image!(
    ///     "111122223333.dkr.ecr.eu-west-2.amazonaws.com/visits@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    /// );
    /// let visits = stack.add("Visits", Function::builder().perimeter(&clinical).code(image));
    ///
    /// let certificate = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
    /// let api = RestApi::builder().perimeter(&clinical).domain("api.example.org").certificate(&certificate);
    /// let api = api.authorizer(&users).route("/visits/*", &visits).build();
    /// let why = "answers about patients are kept nowhere";
    /// let uncached = Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, why, "jane.roe", date!("2027-10-31"));
    /// let api = stack.add("Api", uncached.construct(api));
    /// stack.output("Target", "where the domain has to point", api.target());
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct RestApi<D>;
    /// An API that is being described.
    pub struct RestApiBuilder => RestApi<D>;
    needs {
        /// The perimeter that it is for: it hands on data of that class.
        perimeter(perimeter: &(impl AnyPerimeter<Class = D> + ?Sized)) -> Place { perimeter.place() }: ApiNeedsPerimeter;
        /// The name that it answers to, such as `api.example.org`; [`domain!`](hc_cdk::domain!) checks one at compile time.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: ApiNeedsDomain;
        /// The certificate for the domain, in the stack's region.
        certificate(certificate: &(impl IsCertificate + ?Sized)) -> Certificate { certificate.it().clone() }: ApiNeedsCertificate;
        /// Who says who calls: a [`UserPool`](super::UserPool), a [`TokenChecker`](super::TokenChecker) for the tokens (JWT) of another issuer,
        /// a function of one's own ([`CheckedBy`](super::CheckedBy)), or [`SignedByIam`](super::SignedByIam).
        authorizer(authorizer: &(impl Authorizes + ?Sized)) -> Authorizer { authorizer.it() }: ApiNeedsAuthorizer;
    }
    may {
        /// The zone into which it writes its name; by default somebody else writes it.
        zone(zone: &(impl IsHostedZone + ?Sized)) -> Option<HostedZone> { Some(zone.it().clone()) } = None;
        /// How many requests one address may make in five minutes: from 10 to 2 000 000 000, by default 2000.
        rate_limit(requests: u32) -> u32 { requests } = 2000;
        /// How many requests it lets through in a second, all callers together; by default 100, and twice as many for a moment.
        requests_per_second(requests: u32) -> u32 { requests } = 100;
        /// Counts for each path how often it was asked for with success: [`Api::interactions`].
        counts_interactions() -> bool { true } = false;
        /// What its firewall does beside what every one does.
        firewall(firewall: Firewall) -> Firewall { firewall } = Firewall::new();
    }
    also { routes: Vec<(Cow<'static, str>, ApiTarget)>, partners: Vec<Partner>, bodies: Vec<Described>, needed: Vec<Needed>, pages: Vec<Shown>, of: PhantomData<fn() -> D> }
}

/// Where an API stands.
#[derive(Debug, Clone)]
pub struct Place {
    pub(super) key: Key,
    class: Class,
}

/// The perimeter of any class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a perimeter",
    label = "give what `stack.add` returned for a `Perimeter`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
)]
pub trait AnyPerimeter {
    /// The class of data inside.
    type Class: DataClass;

    /// What an API takes of it.
    fn place(&self) -> Place;
}

impl<D: DataClass> AnyPerimeter for Perimeter<D> {
    type Class = D;

    fn place(&self) -> Place {
        Place { key: self.key().clone(), class: D::CLASS }
    }
}

impl<D, State> RestApiBuilder<D, State> {
    /// Hands requests for a path, such as `/billing/*`, to a function, of whatever stack. The narrowest path that fits counts, in whatever
    /// order they are given; what no path fits is not there. The API waits for 29 seconds: a function may run for 30 at most.
    pub fn route(mut self, path: impl Into<Cow<'static, str>>, function: &(impl Called + ?Sized)) -> Self {
        self.routes.push((path.into(), ApiTarget::of(function.it())));
        self
    }
}

impl<D, State> RestApiBuilder<D, State> {
    /// Says what the body of such requests for a path has, which a route takes: JSON with these members. Whatever is something else is
    /// refused before the function runs, by its content type in the firewall (`application/json`, and no parameter) and by its
    /// members in API Gateway.
    ///
    /// ```
    /// use hc_cdk::data::Phi;
    /// use hc_cdk_aws::{edge::{Body, Field, Method}, prelude::*};
    ///
    /// let booking = Body::new().needs("patient", Field::matching("^[0-9]{10}$")).may("note", Field::text(2000));
    /// let api = RestApi::<Phi>::builder().body(Method::Post, "/visits", &booking);
    /// # let _ = api;
    /// ```
    pub fn body(mut self, method: Method, path: &'static str, body: &(impl IsBody + ?Sized)) -> Self {
        self.bodies.push(Described { method, path, body: body.it().clone() });
        self
    }

    /// Refuses requests for a path, which a route takes, that do not say this in their query, such as `day` in `/visits?day=2027-01-31`, by
    /// whatever method. What it says is for the function to look at.
    pub fn needs_query(self, path: &'static str, name: &'static str) -> Self {
        self.needs(Needed { path, at: At::Query, name })
    }

    /// The same of a header, such as `Idempotency-Key`.
    pub fn needs_header(self, path: &'static str, name: &'static str) -> Self {
        self.needs(Needed { path, at: At::Header, name })
    }

    fn needs(mut self, needed: Needed) -> Self {
        self.needed.push(needed);
        self
    }

    /// Lets pages call it from a browser: those of a website, or of a domain of which the program has none. A browser then asks beforehand,
    /// by `OPTIONS`, and API Gateway tells it so by itself; no function is called, and nobody is asked who he is. Whoever calls after that
    /// is known as ever.
    ///
    /// What a function answers is its own: it says the same, `Access-Control-Allow-Origin: https://www.example.org` and `Vary: Origin`, or
    /// the page does not see the answer. What the API refuses by itself has the header of the pages that are named first.
    ///
    /// The pages have to be allowed to ask, too: [`Website::calls`](super::WebsiteBuilder::calls).
    pub fn pages(mut self, pages: &(impl ShowsPages + ?Sized)) -> Self {
        self.pages.push(pages.shown());
        self
    }

    /// Gives a partner a share. Where there is one, whoever calls has to have a partner's key beside what says who he is.
    pub fn partner(mut self, partner: Partner) -> Self {
        self.partners.push(partner);
        self
    }
}

impl<D: DataClass> Spec for RestApi<D> {
    type Handle = Api<D>;
    const KIND: &'static str = "RestApi";
    const INVARIANTS: &'static [Rule] = &[
        rule::API_ASKS_WHO_CALLS,
        rule::API_NAMES_ITS_PAGES,
        rule::API_REFUSES_OTHER_BODIES,
        rule::API_REFUSES_WHAT_LACKS,
        rule::API_KEY_IS_MADE,
        rule::SHARE_HAS_LIMITS,
        rule::API_ANSWERS_TO_ITS_DOMAIN,
        rule::API_HAS_ZONES,
        rule::API_SPEAKS_TLS,
        rule::STAGE_HAS_A_FIREWALL,
        rule::STAGE_LIMITS_RATES,
        rule::STAGE_LOGS,
        rule::APIGW_EXECUTION_LOGGING_ENABLED,
        rule::APIGWSSL_ENABLED,
        rule::APIGW_XRAY_ENABLED,
        rule::FIREWALL_LIMITS_RATES,
        rule::WAFV2_LOGGING_ENABLED,
        rule::FIREWALL_LOGS,
        rule::AUDIT_RECORDS_KEEP,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for RestApi<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Api<D> {
        let oldest_tls = <P::Tls as Level>::POSITION;
        scope.stands_at(Dimension::tls, oldest_tls);
        let api = self.of_any_class();
        let logs = Logs::of_audit::<P>(&api.perimeter.key);
        Api { it: declare(&api, scope, oldest_tls, &logs), class: PhantomData }
    }
}

/// For how many seconds a function may run that answers for an API, which waits for 29: what a function does without a word is as much.
///
/// Source: "Quotas for configuring and running a REST API in API Gateway", integration timeout.
const LONGEST_ANSWER: i64 = 30;

fn declare(api: &RestApi<()>, scope: &mut Scope<'_>, oldest_tls: Position, logs: &Logs<'_>) -> Facts {
    protection::check_domain(scope, &api.domain, &api.certificate);
    protection::check_rate(scope, api.rate_limit);
    api.firewall.check(api.rate_limit, scope);
    api.wait(scope);
    partner::check_within(scope, &api.partners, api.requests_per_second);
    api.describe(scope);
    needed::check(scope, &api.needed, |path| api.routes.iter().any(|(route, _)| route == path));
    api.show(scope);
    api.lead(scope);
    api.ask(scope);
    let name = scope.physical_name();
    let RestApi { routes, bodies, needed, authorizer, pages, partners, .. } = api;
    let definition =
        Definition { name: &name, routes, bodies, needed, authorizer, pages, asks_for_keys: !partners.is_empty() };
    let (definition, number) = definition.written();
    let json = api.bodies.iter().map(|it| (it.method.name(), it.path)).collect();
    let asked = Asked {
        name,
        domain: &api.domain,
        certificate: &api.certificate,
        zone: api.zone.as_ref(),
        rate_limit: api.rate_limit,
        requests_per_second: api.requests_per_second,
        firewall: &Firewall { json, ..api.firewall.clone() },
        authorizer: &api.authorizer,
        partners: &api.partners,
        functions: api.others().into_iter().map(|(to, _)| to).collect(),
        definition,
        number,
        oldest_tls,
        interactions: api.counts_interactions,
        pages,
        paths: api.routes.iter().map(|(path, _)| path.clone()).collect(),
    };
    rest_stage::declare(&asked, scope, logs)
}

impl<D> RestApi<D> {
    /// The same, of which nothing depends on its class by type.
    fn of_any_class(self) -> RestApi<()> {
        let Self { perimeter, domain, certificate, authorizer, zone, rate_limit, requests_per_second, .. } = self;
        let Self { counts_interactions, firewall, routes, partners, bodies, needed, pages, .. } = self;
        RestApi {
            perimeter,
            domain,
            certificate,
            authorizer,
            zone,
            rate_limit,
            requests_per_second,
            counts_interactions,
            firewall,
            routes,
            partners,
            bodies,
            needed,
            pages,
            of: PhantomData,
        }
    }
}

impl RestApi<()> {
    /// Reports bodies of requests that no route takes, and those that are described twice or not at all.
    fn describe(&self, scope: &mut Scope<'_>) {
        for (at, Described { method, path, body }) in self.bodies.iter().enumerate() {
            let what = format!("describes the body of `{} {path}`", method.name());
            if !self.routes.iter().any(|(route, _)| route == path) {
                scope.reject(None, format!("{what}, which no route takes"), "give the path as a route has it");
            }
            if self.bodies.iter().take(at).any(|it| it.method == *method && it.path == *path) {
                scope.reject(None, format!("{what} twice"), "leave one of them out");
            }
            if let Some(fault) = body.fault() {
                let help = "give it members, each by a name of its own: `.needs(\"patient\", Field::text(64))`";
                scope.reject(Some(hipaa::INTEGRITY), format!("{what}, which {fault}"), help);
            }
        }
    }

    /// Reports pages that are named twice, and those of a website that lets its browsers reach no such API.
    fn show(&self, scope: &mut Scope<'_>) {
        for (at, Shown { domain, content }) in self.pages.iter().enumerate() {
            if self.pages.iter().take(at).any(|it| it.domain == *domain) {
                scope.reject(None, format!("answers pages of `{domain}` twice"), "leave one of them out");
            }
            if content.as_ref().and_then(|it| it.json().as_text()).is_some_and(|it| !content::reaches(it, &self.domain))
            {
                scope.reject(
                    None,
                    format!("answers pages of `{domain}`, whose website lets them reach no `{}`", self.domain),
                    format!("say so where it is described: `.calls(&domain!(\"{}\"))`", self.domain),
                );
            }
        }
    }

    /// Reports functions that may run when whoever called was told long ago that nobody answers.
    fn wait(&self, scope: &mut Scope<'_>) {
        for (path, to) in &self.routes {
            if let Some(seconds) = to.seconds.filter(|it| *it > LONGEST_ANSWER) {
                scope.reject(
                    Some(iso27001::CAPACITY),
                    format!("hands `{path}` to `{}`, which may run for {seconds} seconds, and gives up after 29", to.name()),
                    "let it answer within `.timeout(30)`, and have what takes longer done by a `Queue`, a `Bus` or a `StateMachine`",
                );
            }
        }
    }

    /// Whoever says who calls sees what is asked for.
    fn ask(&self, scope: &mut Scope<'_>) {
        let Some(to) = self.authorizer.function() else { return };
        scope.flow_of(to.class(), to.this());
        if to.class() < self.perimeter.class {
            scope.reject(
                Some(hipaa::ACCESS_ISOLATION),
                format!(
                    "asks `{}` who calls, which is not cleared for its `{}` data",
                    to.name(),
                    self.perimeter.class.name()
                ),
                "make the function in a perimeter for that class",
            );
        }
    }
}

impl TakesRequests for RestApi<()> {
    type To = ApiTarget;

    const PATHS: &'static str = rest_definition::PATHS;

    fn is_path(path: &str) -> bool {
        rest_definition::is_path(path)
    }

    fn class(&self) -> Class {
        self.perimeter.class
    }

    fn rest(&self) -> Option<&ApiTarget> {
        None
    }

    fn routes(&self) -> impl Iterator<Item = (&str, &ApiTarget)> {
        self.routes.iter().map(|(path, to)| (path.as_ref(), to))
    }

    fn domain(&self) -> Option<&str> {
        Some(&self.domain)
    }
}
