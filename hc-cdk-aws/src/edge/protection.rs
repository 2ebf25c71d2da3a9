//! What a firewall does beside what every firewall does: who is let in from where, what is no person, and what paths differ in.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::{hipaa, iso27001},
    literal::domain::is_domain,
    stack::Scope,
};

use super::{certificate::Certificate, listener};

/// How many requests one address may be allowed in five minutes.
///
/// Source: `Limit` of `AWS::WAFv2::WebACL`.
const RATE_LIMITS: RangeInclusive<u32> = 10..=2_000_000_000;

/// What the firewall of an endpoint does beside what every one does.
///
/// ```
/// use hc_cdk_aws::edge::Firewall;
///
/// let strict = Firewall::new()
///     .only_from(&["GB", "IE"])
///     .without_bots()
///     .large_bodies("/scans/*")
///     .rate_limit_of("/auth/*", 100);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Firewall {
    /// Where requests may come from; anywhere if nothing was said.
    pub(super) countries: Option<&'static [&'static str]>,
    pub(super) without_bots: bool,
    pub(super) large_bodies: Vec<&'static str>,
    pub(super) rates: Vec<(&'static str, u32)>,
    /// The methods and paths of requests whose bodies are JSON and nothing else.
    pub(super) json: Vec<(&'static str, &'static str)>,
}

impl Firewall {
    /// What every firewall does, and no more.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets in requests from these countries only, by their two letters after ISO 3166, as their addresses say: from one at least.
    #[must_use]
    pub fn only_from(self, countries: &'static [&'static str]) -> Self {
        Self { countries: Some(countries), ..self }
    }

    /// Refuses what says of itself that it is no person, or is known not to be one. AWS takes money for each request that is looked at.
    #[must_use]
    pub fn without_bots(self) -> Self {
        Self { without_bots: true, ..self }
    }

    /// Lets requests for a path have bodies of more than 8 KB. What is behind the first 8 KB is not looked at.
    #[must_use]
    pub fn large_bodies(mut self, path: &'static str) -> Self {
        self.large_bodies.push(path);
        self
    }

    /// How many requests for a path one address may make in five minutes: fewer than for all paths together.
    #[must_use]
    pub fn rate_limit_of(mut self, path: &'static str, requests: u32) -> Self {
        self.rates.push((path, requests));
        self
    }

    /// Reports what only the values show to be wrong; `limit` is how many requests for all paths one address may make.
    pub(super) fn check(&self, limit: u32, scope: &mut Scope<'_>) {
        // `UK` is set aside for the United Kingdom, whose code is `GB`, and AWS knows no address by it.
        let no_country = |it: &str| it.len() != 2 || !it.bytes().all(|it| it.is_ascii_uppercase()) || it == "UK";
        let mut reject = |message: String, help: &'static str| {
            scope.reject(Some(iso27001::NETWORK_SERVICES), message, help);
        };
        if self.countries.is_some_and(<[_]>::is_empty) {
            reject("lets in from no country, and so nobody".to_owned(), "name one at least: `.only_from(&[\"GB\"])`");
        }
        for country in self.countries.unwrap_or_default().iter().filter(|it| no_country(it)) {
            reject(
                format!("lets in from `{country}`, which is no country"),
                "use its two letters after ISO 3166: `GB` is the United Kingdom",
            );
        }
        let paths = self.large_bodies.iter().chain(self.rates.iter().map(|(path, _)| path));
        for path in paths.filter(|path| start(path).is_none()) {
            reject(
                format!("has a firewall for `{path}`, which is not a path that it can compare"),
                "begin it with `/`, and use `*` at its end only: `/scans/*`",
            );
        }
        for (at, (path, requests)) in self.rates.iter().enumerate() {
            if self.rates.iter().take(at).any(|(it, _)| it == path) {
                reject(format!("counts requests for `{path}` twice"), "say once how many of them one address may make");
            }
            let message = format!("lets one address make `{requests}` requests for `{path}` in five minutes");
            if !RATE_LIMITS.contains(requests) {
                reject(message, "the firewall counts from 10 to 2 000 000 000");
            } else if *requests >= limit {
                reject(format!("{message}, and `{limit}` for all paths"), "let it make fewer than for all");
            }
        }
    }
}

/// The start of a path and whether anything may follow it, if the firewall can compare that.
pub(super) fn start(path: &str) -> Option<(&str, bool)> {
    let (start, is_open) = path.strip_suffix('*').map_or((path, false), |start| (start, true));
    (listener::is_path(path) && !start.contains(['*', '?'])).then_some((start, is_open))
}

/// Reports a domain that is none.
pub(super) fn check_name(scope: &mut Scope<'_>, domain: &str) {
    if !is_domain(domain) {
        scope.reject(
            None,
            format!("answers to `{domain}`, which is not a domain name"),
            "write the name alone, in small letters, such as `api.example.org`",
        );
    }
}

/// Reports a domain that is none, and a certificate that stands elsewhere or is for other names.
pub(super) fn check_domain(scope: &mut Scope<'_>, domain: &str, certificate: &Certificate) {
    check_name(scope, domain);
    certificate.check_covers(scope, domain);
    let region = scope.region();
    if certificate.region() != region {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            format!("stands in `{region}`, but its certificate in `{}`", certificate.region()),
            "what stands in a region presents certificates of that region: ask for one there",
        );
    }
}

/// Reports a number of requests that a firewall does not count.
pub(super) fn check_rate(scope: &mut Scope<'_>, requests: u32) {
    if !RATE_LIMITS.contains(&requests) {
        scope.reject(
            None,
            format!("lets one address make `{requests}` requests in five minutes"),
            "the firewall counts from 10 to 2 000 000 000",
        );
    }
}
