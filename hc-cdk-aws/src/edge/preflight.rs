//! What a browser is told before a page of another origin calls an API, and with each refusal of the API's own: that the page may, or
//! nothing.
//!
//! A browser asks by `OPTIONS`, without saying who is behind it. API Gateway answers by itself, and calls no function.
//!
//! Source: "CORS for REST APIs in API Gateway" in the developer guide, and "Fetch" on `Access-Control-Allow-Origin`, which has one origin.

use hc_cdk::value::{Json, Object};

use super::pages::Shown;
use crate::rules::{CHOSEN_BEFORE, CHOSEN_BEHIND};

/// For how many seconds a browser remembers what it was told.
const REMEMBERED: &str = "'600'";

/// What a page may ask by: a route takes every method.
const METHODS: &str = "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'";

/// The operation by which a browser asks beforehand about a path.
pub(super) fn operation(path: &str, pages: &[Shown], headers: &str) -> Object {
    let told = [
        ("Access-Control-Allow-Origin", first(pages)),
        ("Access-Control-Allow-Methods", METHODS.to_owned()),
        ("Access-Control-Allow-Headers", format!("'{headers}'")),
        ("Access-Control-Max-Age", REMEMBERED.to_owned()),
        ("Vary", VARY.to_owned()),
    ];
    let text = || Object::new().with("schema", Object::new().with("type", "string"));
    let named = told.iter().fold(Object::new(), |all, (name, _)| all.with(*name, text()));
    let values = told
        .into_iter()
        .fold(Object::new(), |all, (name, value)| all.with(format!("method.response.header.{name}"), value));
    let mut answer = Object::new().with("statusCode", "204").with("responseParameters", values);
    if let Some(template) = chosen(pages) {
        answer.insert("responseTemplates", Object::new().with(JSON, template));
    }
    let integration = Object::new()
        .with("type", "mock")
        .with("passthroughBehavior", "when_no_match")
        .with("requestTemplates", Object::new().with(JSON, r#"{"statusCode": 204}"#))
        .with("responses", Object::new().with("default", answer));
    let answers = Object::new().with("description", "whether a page may call").with("headers", named);
    let mut operation = Object::new();
    if path.ends_with('*') {
        operation.insert("parameters", Json::List(vec![proxy().into()]));
    }
    operation.with("responses", Object::new().with("204", answers)).with("x-amazon-apigateway-integration", integration)
}

/// What `*` of a path stands for.
pub(super) fn proxy() -> Object {
    Object::new()
        .with("name", "proxy")
        .with("in", "path")
        .with("required", true)
        .with("schema", Object::new().with("type", "string"))
}

/// What API Gateway says with its own refusals, so that a page can read why it was refused. It can name one origin here, the first.
pub(super) fn refusals(pages: &[Shown]) -> Object {
    let header = |name: &str| format!("gatewayresponse.header.{name}");
    let said = || {
        let values = Object::new().with(header("Access-Control-Allow-Origin"), first(pages)).with(header("Vary"), VARY);
        Object::new().with("responseParameters", values)
    };
    Object::new().with("DEFAULT_4XX", said()).with("DEFAULT_5XX", said())
}

const JSON: &str = "application/json";

/// What is kept on the way is kept for one origin.
const VARY: &str = "'Origin'";

/// As API Gateway has a text that stands for itself.
fn first(pages: &[Shown]) -> String {
    pages.first().map_or_else(String::new, |it| format!("'{}'", origin(it)))
}

fn origin(pages: &Shown) -> String {
    format!("https://{}", pages.domain)
}

/// What says another origin than the first, if the page is of that.
fn chosen(pages: &[Shown]) -> Option<String> {
    let others: Vec<String> = pages.iter().skip(1).map(|it| format!("$origin == \"{}\"", origin(it))).collect();
    (!others.is_empty()).then(|| format!("{CHOSEN_BEFORE}{}{CHOSEN_BEHIND}", others.join(" || ")))
}
