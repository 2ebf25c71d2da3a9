//! What of a value is a secret as text: one question for the environment and the commands of programs, for settings, and for whatever is
//! told again.

use std::borrow::Cow;

use hc_cdk::{
    literal::{
        login::decoded,
        plain::{has_key, names_secret, secret_in_prose, secret_in_text},
    },
    rule::at,
    value::{Json, Token},
};

use super::{
    possible::{is_looked_up, is_written},
    read::{SECRET_ATTRIBUTES, text_at},
};

/// What begins a text that CloudFormation replaces by a secret when it deploys: what has it then has the secret as text.
const SECRETS: [&str; 2] = ["{{resolve:secretsmanager:", "{{resolve:ssm-secure:"];

/// Whether a tree has a secret in it, by what its texts look like and by the names of its members and tags.
pub(super) fn has_secret(json: &Json) -> bool {
    match json {
        Json::Object(members) => {
            let tag = text_at(json, "Key").zip(at(json, "Value"));
            tag.is_some_and(|(key, value)| gives_secret(key, value))
                || members.iter().any(|(name, value)| gives_secret(name, value))
        }
        Json::List(items) => items.iter().any(has_secret),
        Json::Text(text) => is_secret(text),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                is_secret(&joined(parts)) || parts.iter().any(|it| it.as_text().is_none() && has_secret(it))
            }
            Token::Function { arguments, .. } => has_secret(arguments),
            Token::Attribute { name, .. } => name.is_some_and(|it| SECRET_ATTRIBUTES.contains(&it)),
            Token::Parameter { .. } | Token::Nothing => false,
        },
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Float(_) => false,
    }
}

/// Whether one of the texts of a tree has a secret in it as it is written. What is looked up or given at the deployment is none here.
pub(super) fn shows_secret(json: &Json) -> bool {
    let is_one = |text: &str| {
        let text = with_lookups(text, "${}");
        has_key(&text) || secret_in_prose(&text).is_some()
    };
    match json {
        Json::Object(members) => members.iter().any(|(_, it)| shows_secret(it)),
        Json::List(items) => items.iter().any(shows_secret),
        Json::Text(text) => is_one(text),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => is_one(&parts.iter().map(|it| it.as_text().unwrap_or("${}")).collect::<String>()),
            Token::Function { arguments, .. } => shows_secret(arguments),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a variable, a member or a tag gives a value to the name of a secret, or its value is a secret by itself. An ARN says which
/// secret it is, and is none.
pub(super) fn gives_secret(name: &str, value: &Json) -> bool {
    has_secret(value) || names_secret(name) && begins_no_arn(value) && gives_value(name, value)
}

fn begins_no_arn(value: &Json) -> bool {
    let first = match value {
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.first().and_then(Json::as_text),
            _ => None,
        },
        value => value.as_text(),
    };
    first.is_none_or(|it| !it.starts_with("arn:"))
}

/// Whether the name of a secret has something of what is put together behind it that may be one.
fn gives_value(name: &str, value: &Json) -> bool {
    let is_value = |text: &str| secret_in_text(&format!("{name}=\"{text}\"")).is_some();
    match value {
        Json::Text(text) => is_value(&with_lookups(text, ANYTHING)),
        Json::Bool(_) | Json::Int(_) | Json::Float(_) => is_value(&value.to_string()),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().any(|it| gives_value(name, it)),
            _ => is_anything(value) && is_value(ANYTHING),
        },
        Json::Null | Json::List(_) | Json::Object(_) => false,
    }
}

/// What stands for a value that may be anything, and so a secret.
const ANYTHING: &str = "0f1e2d3c";

/// Whether a value may be any text that somebody gives at the deployment, that is kept elsewhere, or that another stack or a table has.
fn is_anything(json: &Json) -> bool {
    let Json::Token(token) = json else { return false };
    match token.as_ref() {
        Token::Parameter { .. } => true,
        Token::Function { name, .. } => *name != "Ref",
        Token::Attribute { name, .. } => is_written(*name),
        Token::Concat(_) | Token::Nothing => false,
    }
}

/// The texts of what is put together. Between them stands what may be anything, or, for what a resource or the place of a template says, the
/// sign that programs have for what is filled in.
fn joined(parts: &[Json]) -> String {
    let shown = |it| if is_anything(it) { ANYTHING } else { "${}" };
    parts.iter().map(|it| it.as_text().unwrap_or(shown(it))).collect()
}

/// Whether a text is a secret, has one in it, as it stands or in base 64, or is one once it is looked up.
pub(super) fn is_secret(text: &str) -> bool {
    let is_one = |text: &str| has_key(text) || secret_in_prose(text).is_some();
    is_looked_up(text) && SECRETS.iter().any(|it| text.contains(it))
        || is_one(&with_lookups(text, "${}"))
        || in_base_64(text).is_some_and(|it| is_one(&it))
}

/// A text with something else where something is looked up.
fn with_lookups<'a>(text: &'a str, shown: &str) -> Cow<'a, str> {
    if !is_looked_up(text) {
        return text.into();
    }
    let mut parts = text.split("{{resolve:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, it| all + shown + it.split_once("}}").map_or("", |(_, behind)| behind)).into()
}

/// What a text says that is written in base 64, in as many lines as it has, if it is written so, and is a text.
fn in_base_64(text: &str) -> Option<String> {
    const SHORTEST: usize = 12;
    let word: String = text.split_ascii_whitespace().collect();
    decoded(&word).filter(|_| word.len() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::{in_base_64, is_secret};

    #[test]
    fn a_sentence_about_a_secret_is_none() {
        for text in [
            "replaces the password: of the clinic, each 30 days",
            "the secret: is kept in the vault",
            "password: rotation failed (see runbook)",
            "TOKEN=`curl -X PUT http://169.254.169.254/latest/api/token`",
            "the password: {{resolve:ssm:/clinic/hint}}",
            "Password: rotate monthly",
            "token",
        ] {
            assert!(!is_secret(text), "{text}");
        }
        for text in [
            "password: hunter2 {{resolve:ssm:/clinic/size}}",
            "use it with password: hunter2 please",
            "the login is by password=hunter",
            "password: hunter",
        ] {
            assert!(is_secret(text), "{text}");
        }
    }

    #[test]
    fn base_64_is_read_where_it_is_a_text() {
        let text = |it: &str| Some(it.to_owned());
        assert_eq!(in_base_64("ZXhwb3J0IEFfVE9LRU49MGYxZTJk"), text("export A_TOKEN=0f1e2d"));
        assert_eq!(in_base_64("ZXhwb3J0IEFfVE9L\nRU49MGYxZTJkMw=="), text("export A_TOKEN=0f1e2d3"));
        assert_eq!(in_base_64("ZXhwb3J0IEFfVE9LRU49MGYxZTI="), text("export A_TOKEN=0f1e2"));
        assert_eq!(in_base_64("a sentence with words."), None);
        assert_eq!(in_base_64("/////////////////w=="), None);
        assert_eq!(in_base_64("short"), None);
    }
}
