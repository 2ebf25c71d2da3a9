//! What an API is, as `OpenAPI` with API Gateway's extensions: its paths, the functions behind them, and who may call.
//!
//! Source: "API Gateway extensions to `OpenAPI`" in the developer guide.

use std::borrow::Cow;

use hc_cdk::{
    stack::PhysicalName,
    value::{Json, Object, Value},
};

use super::{
    api_target::ApiTarget,
    authorizer::Authorizer,
    body::Described,
    needed::{self, At, Needed},
    pages::Shown,
    preflight::{self, proxy},
};
use crate::fingerprint::fingerprint;

/// Which paths there can be, in words.
pub(super) const PATHS: &str = "begin with `/`, and use `*` behind the last `/` only: `/billing/*`";

/// Whether an API can have such a path.
pub(super) fn is_path(path: &str) -> bool {
    let start = path.strip_suffix("/*").unwrap_or(path);
    let fits = |part: &str| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
    path.starts_with('/')
        && (start.is_empty() || start == "/" || start.strip_prefix('/').is_some_and(|it| it.split('/').all(fits)))
}

/// What a definition is made of.
pub(super) struct Definition<'a> {
    pub(super) name: &'a PhysicalName,
    pub(super) routes: &'a [(Cow<'static, str>, ApiTarget)],
    /// Of a path of these there is a method of its own, whose requests have such a body.
    pub(super) bodies: &'a [Described],
    /// What requests for paths have to say, by whatever method.
    pub(super) needed: &'a [Needed],
    pub(super) authorizer: &'a Authorizer,
    /// Where there are some, their browsers may ask beforehand whether they may call.
    pub(super) pages: &'a [Shown],
    /// Whether a request has to have a key beside what says who it is from.
    pub(super) asks_for_keys: bool,
}

impl Definition<'_> {
    /// The definition, and a number that is another one whenever the definition is.
    pub(super) fn written(&self) -> (Json, usize) {
        let validates = Object::new().with("validateRequestBody", true).with("validateRequestParameters", true);
        let mut definition = Object::new()
            .with("openapi", "3.0.1")
            .with("info", Object::new().with("title", Value::from(self.name)).with("version", "1"))
            .with("paths", self.paths())
            .with("components", self.components())
            .with("x-amazon-apigateway-request-validators", Object::new().with(VALIDATOR, validates))
            .with("x-amazon-apigateway-request-validator", VALIDATOR);
        if self.asks_for_keys {
            definition.insert("x-amazon-apigateway-api-key-source", "HEADER");
        }
        if !self.pages.is_empty() {
            definition.insert("x-amazon-apigateway-gateway-responses", preflight::refusals(self.pages));
        }
        (definition.into(), self.number())
    }

    fn paths(&self) -> Object {
        let mut paths = Object::with_capacity(self.routes.len());
        for (path, to) in self.routes {
            let method = || method(path, to, needed::parameters(self.needed, path), self.asks_for_keys);
            let mut item = Object::new().with("x-amazon-apigateway-any-method", method());
            for described in self.bodies.iter().filter(|it| it.path == *path) {
                let kind = Object::new()
                    .with("schema", Object::new().with("$ref", format!("#/components/schemas/{}", called(described))));
                let body =
                    Object::new().with("required", true).with("content", Object::new().with("application/json", kind));
                let name = described.method.name().to_ascii_lowercase();
                item.insert(name, method().with("requestBody", body));
            }
            if !self.pages.is_empty() {
                item.insert("options", preflight::operation(path, self.pages, &self.headers(path)));
            }
            paths.insert(spelled(path), item);
        }
        paths
    }

    fn components(&self) -> Object {
        let mut schemes = Object::new().with(SCHEME, self.authorizer.scheme());
        if self.asks_for_keys {
            schemes.insert(KEY, Object::new().with("type", "apiKey").with("name", "x-api-key").with("in", "header"));
        }
        let mut components = Object::new().with("securitySchemes", schemes);
        if !self.bodies.is_empty() {
            let all = self.bodies.iter().fold(Object::new(), |all, it| all.with(called(it), it.body.schema()));
            components.insert("schemas", all);
        }
        components
    }

    /// The headers that a page may send.
    fn headers(&self, path: &str) -> String {
        let key = self.asks_for_keys.then_some("X-Api-Key");
        let needed = self.needed.iter().filter(|it| it.path == path && it.at == At::Header).map(|it| it.name);
        let all =
            ["Content-Type"].into_iter().chain(self.authorizer.headers().iter().copied()).chain(key).chain(needed);
        let all: Vec<&str> = all.collect();
        all.join(",")
    }

    /// Numbers are made of words that say what would be deployed.
    fn number(&self) -> usize {
        let mut words = vec!["1", self.authorizer.word()];
        words.extend(self.authorizer.function().into_iter().flat_map(ApiTarget::words));
        for (path, to) in self.routes {
            words.push(path);
            words.extend(to.words());
        }
        words.extend(self.asks_for_keys.then_some(KEY));
        let forms: Vec<String> = self.bodies.iter().map(|it| Json::from(it.body.schema()).to_string()).collect();
        for it in self.bodies {
            words.extend([it.method.name(), it.path]);
        }
        words.extend(forms.iter().map(String::as_str));
        for it in self.needed {
            words.extend([it.at.word(), it.path, it.name]);
        }
        words.extend(self.pages.iter().map(|it| it.domain.as_ref()));
        fingerprint(&words.join(" "))
    }
}

/// What the schema of a body is called: a name of API Gateway has letters and digits.
fn called(it: &Described) -> String {
    let letters = it.path.chars().map(|it| if it == '*' { 'X' } else { it }).filter(char::is_ascii_alphanumeric);
    let words: String = letters.collect();
    format!("{}{words}{:x}", it.method.name(), fingerprint(it.path))
}

const SCHEME: &str = "caller";
const VALIDATOR: &str = "all";

/// The name that API Gateway gives the scheme of keys, too.
const KEY: &str = "api_key";

/// As API Gateway spells a path: what `*` stands for is a parameter.
pub(super) fn spelled(path: &str) -> String {
    path.strip_suffix('*').map_or_else(|| path.to_owned(), |start| format!("{start}{{proxy+}}"))
}

fn method(path: &str, to: &ApiTarget, needed: impl Iterator<Item = Json>, asks_for_keys: bool) -> Object {
    let alone = |scheme| Json::from(Object::new().with(scheme, Json::List(Vec::new())));
    let integration = Object::new()
        .with("type", "aws_proxy")
        .with("httpMethod", "POST")
        .with("uri", to.uri())
        .with("passthroughBehavior", "never");
    // Of an authorizer and a key, API Gateway asks for both, whatever `OpenAPI` says of two that stand apart.
    let asked = [SCHEME].into_iter().chain(asks_for_keys.then_some(KEY));
    let mut method = Object::new();
    let parameters: Vec<Json> = path.ends_with('*').then(|| proxy().into()).into_iter().chain(needed).collect();
    if !parameters.is_empty() {
        method.insert("parameters", Json::List(parameters));
    }
    method
        .with(
            "responses",
            Object::new().with("default", Object::new().with("description", "what the function answers")),
        )
        .with("security", Json::List(asked.map(alone).collect()))
        .with("x-amazon-apigateway-integration", integration)
}

#[cfg(test)]
mod tests {
    use super::{is_path, spelled};

    #[test]
    fn a_star_stands_behind_the_last_slash() {
        for path in ["/", "/*", "/billing", "/billing/*", "/billing/v1.0/open-items/*"] {
            assert!(is_path(path), "{path}");
        }
        for path in ["", "billing", "/bill*", "/*/billing", "/billing/", "//", "/a{b}", "/billing/*/x", "/a b"] {
            assert!(!is_path(path), "{path}");
        }
        assert_eq!(spelled("/billing/*"), "/billing/{proxy+}");
        assert_eq!(spelled("/billing"), "/billing");
    }
}
