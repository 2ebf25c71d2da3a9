//! Who has a token of an issuer that API Gateway does not know, such as the identity provider of a hospital: a function that looks at tokens,
//! with its code.
//!
//! By construction a token is of that issuer and for that audience, is signed by a key that the issuer told of within the last hour, in a
//! way that is not chosen by the token (RSA of 2048 bits or more, or ECDSA), has begun and has not ended, and names somebody. While the
//! issuer does not answer, its keys are taken for another hour. What a token says reaches the function behind a route as
//! `requestContext.authorizer.claims`: a text of JSON, where a user pool's are members. The checker keeps nothing of a token, and calls
//! nobody but the issuer and, if its keys are elsewhere, that host.
//!
//! API Gateway answers 401 to whoever has no good token, and Lambda counts each of them as an error of the function: a limit for the errors
//! of all functions together (`AllFunctions`) leaves room for tokens that have ended.
//!
//! It is not for tokens that nobody can look into, and not for what is asked of an issuer for each request: there
//! [`CheckedBy`](super::CheckedBy) takes a function of one's own.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{AllowedUnder, Class, DataClass},
    literal::domain::Domain,
    model::Role,
    policy::Policy,
    rule::Rule,
    sentences::IsDomain,
    stack::{Scope, Within},
    target::Target,
    uses::{Connection, Place, Use},
    value::Value,
};

use super::authorizer::{Authorizer, Authorizes, CheckedBy};
use crate::{
    compute::{Function, FunctionBuilder, Inline},
    parameters::{ConcurrencyOfFunction, FunctionConcurrency},
    perimeter::{Perimeter, PerimeterFor},
    rule,
    rules::CHECKS_TOKENS,
    sentences::{TokenCheckerNeedsAudience, TokenCheckerNeedsIssuer, TokenCheckerNeedsPerimeter},
    stack::Aws,
};

/// Where an issuer is: its host, and the path behind that.
#[derive(Debug, Clone)]
pub struct Issuer {
    host: Domain,
    path: &'static str,
}

hc_cdk::builder! {
    /// A function that looks at the tokens (JWT) of an issuer, of which `OpenID` Connect says where its keys are.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{kind::CertificateArn, prelude::*, region, rule};
    ///
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// # let key = stack.add("Key", CustomerKey::builder());
    /// # let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// # let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// # let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// # let image = image!("111122223333.dkr.ecr.eu-west-2.amazonaws.com/visits@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// # let visits = stack.add("Visits", Function::builder().perimeter(&clinical).code(image));
    /// # let certificate = Certificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
    /// let staff = TokenChecker::builder().perimeter(&clinical).issuer(domain!("login.hospital.example"), "/realms/staff");
    /// let staff = stack.add("Staff", staff.audience("visits"));
    ///
    /// let api = RestApi::builder().perimeter(&clinical).domain("api.example.org").certificate(&certificate);
    /// let api = api.authorizer(&staff).route("/visits/*", &visits).build();
    /// # let uncached = Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, "kept nowhere", "jane.roe", date!("2027-10-31"));
    /// # stack.add("Api", uncached.construct(api));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct TokenChecker<D: DataClass>;
    /// A checker of tokens that is being described.
    pub struct TokenCheckerBuilder => TokenChecker<D>;
    needs {
        /// The perimeter that it is in: it sees what is asked for there.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: TokenCheckerNeedsPerimeter;
        /// The issuer as its tokens name it: its host, and what they have behind that, such as `/realms/staff`, `/`, or an empty text.
        issuer(host: impl IsDomain, path: &'static str) -> Issuer { Issuer { host: host.it().clone(), path } }: TokenCheckerNeedsIssuer;
        /// For whom tokens are, as the issuer calls what is behind the API.
        audience(audience: &'static str) -> &'static str { audience }: TokenCheckerNeedsAudience;
    }
    may {
        /// The host that has the issuer's keys, if that is another one, such as `www.googleapis.com` of `accounts.google.com`.
        keys_from(host: impl IsDomain) -> Option<Domain> { Some(host.it().clone()) } = None;
        /// How many requests it looks at at once, each for some milliseconds; by default 20.
        concurrency(at_once: impl ConcurrencyOfFunction) -> Value<FunctionConcurrency> { at_once.value() } = 20.into();
    }
}

/// A checker of tokens that a stack has taken: who calls an API.
#[derive(Debug, Clone)]
pub struct CheckedTokens<D> {
    checked: CheckedBy,
    class: PhantomData<fn() -> D>,
}

impl<D> Authorizes for CheckedTokens<D> {
    fn it(&self) -> Authorizer {
        self.checked.it()
    }
}

impl<D: DataClass> Spec for TokenChecker<D> {
    type Handle = CheckedTokens<D>;
    const KIND: &'static str = "TokenChecker";
    const INVARIANTS: &'static [Rule] = &[rule::TOKENS_ARE_CHECKED];
}

impl<D, P> Construct<P, Aws> for TokenChecker<D>
where
    D: DataClass + AllowedUnder<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> CheckedTokens<D> {
        let Self { perimeter, issuer, audience, keys_from, concurrency } = self;
        let keys = keys_from.unwrap_or_else(|| issuer.host.clone());
        let uses = declare(scope, &issuer, audience, &keys);
        let function = Function::builder().perimeter(&perimeter).code(Inline::node(CHECKS_TOKENS));
        let function = function.timeout(10).concurrency(concurrency).told([
            ("ISSUER", format!("https://{}{}", issuer.host.as_str(), issuer.path)),
            ("AUDIENCE", audience.to_owned()),
            ("KEYS_HOST", keys.as_str().to_owned()),
        ]);
        let function = uses.into_iter().fold(function, FunctionBuilder::using);
        let function = scope.add("Function", function.build());
        CheckedTokens { checked: CheckedBy::function(&function), class: PhantomData }
    }
}

/// Says what is asked of the issuer, which gets nothing but that question: its keys are known to everybody.
fn declare(scope: &mut Scope<'_>, issuer: &Issuer, audience: &str, keys: &Domain) -> Vec<Use> {
    scope.plays(Role::Outside, Class::Public);
    let is_path = |path: &str| {
        path.is_empty()
            || path.starts_with('/') && path.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/".contains(&it))
    };
    if !is_path(issuer.path) {
        scope.reject(
            Some(iso27001::AUTHENTICATION),
            format!("looks for an issuer at `{}`, which is no path", issuer.path),
            "write what its tokens say behind the host: `/realms/staff`, or nothing",
        );
    }
    if audience.trim().is_empty() {
        scope.reject(
            Some(iso27001::AUTHENTICATION),
            "takes tokens that are for nobody",
            "write for whom they are, as the issuer calls what is behind the API",
        );
    }
    let hosts = [("Issuer", &issuer.host), ("KeySet", keys)];
    let hosts = hosts.into_iter().take(if issuer.host.as_str() == keys.as_str() { 1 } else { 2 });
    hosts.map(|(name, host)| asked(scope, name, host)).collect()
}

fn asked(scope: &Scope<'_>, name: &'static str, host: &Domain) -> Use {
    let host = Some(host.as_str().to_owned().into());
    let place = Place { host, port: Some(443), networks: Vec::new(), gate: None };
    let connection = Connection::new(scope.this(), name).at(place);
    Use { connection, class: Class::Public, target: Aws::NAME, writes: false }
}
