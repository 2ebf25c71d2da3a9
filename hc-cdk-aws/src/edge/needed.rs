//! What a request has to say beside its body: parameters of its query and headers, without which API Gateway refuses it before any function
//! runs. What they say is for the function to look at.
//!
//! Source: "Request validation for REST APIs in API Gateway": a parameter that is required has to be there, and not to be blank.

use hc_cdk::{
    control::hipaa,
    stack::Scope,
    value::{Json, Object},
};

/// Something that requests for a path have to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needed {
    pub(super) path: &'static str,
    pub(super) at: At,
    pub(super) name: &'static str,
}

/// Where a request says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Query,
    Header,
}

impl At {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

impl Needed {
    /// As `OpenAPI` has it.
    fn parameter(&self) -> Json {
        let text = Object::new().with("type", "string");
        let it = Object::new().with("name", self.name).with("in", self.at.word());
        it.with("required", true).with("schema", text).into()
    }

    /// What is wrong with its name: of a header it is a word of HTTP, and of a parameter it needs no signs for itself.
    fn is_name(&self) -> bool {
        let more = if self.at == At::Header { "-" } else { "-_." };
        !self.name.is_empty() && self.name.chars().all(|it| it.is_ascii_alphanumeric() || more.contains(it))
    }
}

/// What requests for a path have to say, as `OpenAPI` has it.
pub(super) fn parameters<'a>(all: &'a [Needed], path: &'a str) -> impl Iterator<Item = Json> + 'a {
    all.iter().filter(move |it| it.path == path).map(Needed::parameter)
}

/// Reports what no request could say.
pub(super) fn check(scope: &mut Scope<'_>, all: &[Needed], is_route: impl Fn(&str) -> bool) {
    for (at, needed) in all.iter().enumerate() {
        let what = format!("asks for `{}` in the {} of `{}`", needed.name, needed.at.word(), needed.path);
        if !is_route(needed.path) {
            scope.reject(None, format!("{what}, which no route takes"), "give the path as a route has it");
        }
        if !needed.is_name() {
            let help = "name it in letters, digits and hyphens, as requests have it";
            scope.reject(Some(hipaa::INTEGRITY), format!("{what}, which is no name"), help);
        }
        if all.iter().take(at).any(|it| it == needed) {
            scope.reject(None, format!("{what} twice"), "leave one of them out");
        }
    }
}
