//! What a canary asks for, one request after the other, and the script that does so.

use hc_cdk::{
    control::hipaa,
    literal::{login::says_who, plain::secret_in_text},
    stack::Scope,
    value::Value,
};
use serde_json::{Map, Value as Tree};

/// What asks, behind the list of what it asks for. It speaks TLS only, keeps nothing of an answer but its status, and fails if that is
/// another one, or if there is none within 10 seconds.
const SCRIPT: &str = include_str!("canary.js");

/// The variable with the address that is asked.
pub(super) const ADDRESS: &str = "ADDRESS";

/// How long the answer to one request is waited for, in seconds, as the script says it.
pub(super) const WAITED: usize = 10;

/// How many requests one run makes at most: so it comes to an end before a run is broken off.
const MOST: usize = 60;

/// One request of a canary, and what it is answered with if all is well: by default 200.
///
/// ```
/// use hc_cdk_aws::observe::Asked;
///
/// let ready = Asked::path("/health/ready").header("accept", "application/json");
/// let closed = Asked::path("/patients").answers(401);
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is asked until a canary is told to: `.ask(..)`"]
pub struct Asked {
    path: &'static str,
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
}

impl Asked {
    /// Asks for a path, such as `/health`.
    pub fn path(path: &'static str) -> Self {
        Self { path, status: 200, headers: Vec::new() }
    }

    /// What it is answered with: a status of HTTP, from 200 to 599. What is refused to strangers is answered with 401.
    pub fn answers(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Sends a header, which is no secret.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    fn json(&self) -> Tree {
        let headers: Map<String, Tree> =
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
        serde_json::json!({ "path": self.path, "status": self.status, "headers": headers })
    }

    fn check(&self, scope: &mut Scope<'_>) {
        if !self.path.starts_with('/') || self.path.starts_with("//") {
            let help = "begin it with one `/`: `/health`";
            scope.reject(None, format!("asks for `{}`, which is no path", self.path), help);
        }
        if !(200..600).contains(&self.status) {
            let message = format!("waits for {}, with which nothing is answered", self.status);
            scope.reject(None, message, "give a status of HTTP from 200 to 599");
        }
        for (name, value) in &self.headers {
            // Whatever a script says can be read by all who may look at the canary.
            if says_who(name) || secret_in_text(&format!("{name}={value}")).is_some() || secret_in_text(value).is_some()
            {
                scope.reject(
                    Some(hipaa::PASSWORDS),
                    format!("sends the header `{name}`, which says who somebody is"),
                    "leave it out, and wait for what a stranger is answered: `.answers(401)`",
                );
            }
        }
    }
}

/// The script that asks for all of it.
pub(super) fn script(asked: &[Asked]) -> String {
    let asked: Vec<Tree> = asked.iter().map(Asked::json).collect();
    format!("const ASKED = {};\n{SCRIPT}", Tree::from(asked))
}

/// Reports what cannot be asked.
pub(super) fn check(scope: &mut Scope<'_>, address: &Value<String>, asked: &[Asked]) {
    if let Some(address) = address.json().as_text().filter(|it| host(it).is_none()) {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            format!("asks `{address}`, which is no address that is spoken to over TLS"),
            "write `https://` and the domain, such as `https://api.example.org`, or give what an endpoint says: `front.url()`",
        );
    }
    if asked.len() > MOST {
        let message = format!("asks {} times in each run", asked.len());
        scope.reject(None, message, format!("ask {MOST} times at most, and make another canary for the rest"));
    }
    for it in asked {
        it.check(scope);
    }
}

/// The host of an address on port 443, if it is one.
pub(super) fn host(address: &str) -> Option<&str> {
    let host = address.strip_prefix("https://")?.trim_end_matches('/');
    hc_cdk::literal::domain::is_domain(host).then_some(host)
}
