//! Plain text of several lines or words, such as the files of a configuration and the words of a command. What is secret does
//! not belong there: it is written into a template or an object, where whoever may read that sees it.
//!
//! This is a net and no wall: a secret that neither looks like one nor stands behind the name of one is not known for what it is.

use std::borrow::Cow;

pub use super::named::names_secret;
use super::{
    login::gives_login,
    named::is_literal,
    shape,
    variable::{is_access_key, wrong_value},
};
use crate::value::{Json, Token};

/// What a line or word that gives a value to the name of a secret is told.
const NAMED: &str = "this gives a value to the name of a secret: hand it over by `.secret(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)";
/// What a line or word is told in which the id of an access key stands.
const KEY: &str = "this has an access key in it: hand it over by `.secret(..)` (HIPAA 45 CFR 164.308(a)(5)(ii)(D), ISO/IEC 27001:2022 A.8.5)";

/// The first line of a text that has a secret in it, counted from 1, and what it is told.
pub fn secret_in_text(text: &str) -> Option<(usize, &'static str)> {
    (1..).zip(text.lines()).find_map(|(number, line)| Some((number, secret_in(line)?)))
}

/// The same of a text that people read: what stands in a sentence is no value.
pub fn secret_in_prose(text: &str) -> Option<(usize, &'static str)> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !is_sentence(line));
    lines.find_map(|(number, line)| Some((number, secret_in(line)?)))
}

/// Whether a line is a sentence: what stands behind a colon in one, such as "the password: is replaced each month", is no value.
fn is_sentence(line: &str) -> bool {
    const WORDS: usize = 3;
    let is_word = |it: &str| {
        let it = it.trim_matches([',', '.', ':', ';', '(', ')']);
        it.chars().all(char::is_alphabetic) || it.chars().all(char::is_numeric)
    };
    let mut words = 0;
    line.split_whitespace().all(|it| {
        words += 1;
        is_word(it)
    }) && words >= WORDS
}

/// The first word of a command that is a secret or has one in it, counted from 1, and what it is told.
pub fn secret_in_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<(usize, &'static str)> {
    let mut before = "";
    (1..).zip(words).find_map(|(number, word)| {
        let option = std::mem::replace(&mut before, word);
        let named = option.starts_with('-') && !word.starts_with('-') && names_secret(option) && is_literal(word);
        let inside = || gives_option(word, |_| true);
        let found = secret_in_text(word).map(|(_, what)| what).or((named || inside()).then_some(NAMED));
        Some((number, found?))
    })
}

/// Whether a text has a key or token in it that is known by its shape, whatever the text is for.
pub fn has_key(text: &str) -> bool {
    text.len() >= shape::SHORTEST
        && (shape::is_secret(text.as_bytes())
            || has_mark(text) && (text.contains("PRIVATE KEY-----") || has_access_key(text)))
}

/// Whether a text has what every private key and every id of an access key has in it: few texts have, and are read again.
fn has_mark(text: &str) -> bool {
    // Of four signs in a row one is at every fourth place.
    let mut fourth = text.as_bytes().iter().skip(3).step_by(4);
    fourth.any(|it| matches!(it, b'A' | b'E' | b'I' | b'K' | b'S' | b'Y' | b'-'))
        && text.as_bytes().windows(4).any(|it| matches!(it, b"KEY-" | b"AKIA" | b"ASIA"))
}

/// Whether one of the texts of a tree is a key or token, or has one in it.
pub fn keeps_key(json: &Json) -> bool {
    match json {
        Json::Text(text) => has_key(text),
        Json::List(items) => items.iter().any(keeps_key),
        Json::Object(members) => members.iter().any(|(name, it)| has_key(name) || keeps_key(it)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().any(keeps_key),
            Token::Function { arguments, .. } => keeps_key(arguments),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => false,
        },
        _ => false,
    }
}

/// Whether one of the words of a text is the id of an access key.
fn has_access_key(text: &str) -> bool {
    text.as_bytes().split(|it| !it.is_ascii_alphanumeric()).any(is_access_key)
}

fn secret_in(line: &str) -> Option<&'static str> {
    let line = line.trim();
    if let Some(what) = wrong_value(&without_references(line)) {
        return Some(what);
    }
    if has_access_key(line) {
        return Some(KEY);
    }
    let comment = ["#", "//", ";"].iter().any(|sign| line.starts_with(sign));
    // In a text, `--token to` is part of a sentence.
    let has_digit = |value: &str| value.contains(|it: char| it.is_ascii_digit());
    let gives = || {
        gives_value(line)
            || gives_element(line)
            || gives_option(line, has_digit)
            || gives_setting(line)
            || gives_login(line)
    };
    (!comment && gives()).then_some(NAMED)
}

/// Whether an option that names a secret is followed by its value: `--requirepass hunter2`.
fn gives_option(line: &str, is_value: impl Fn(&str) -> bool) -> bool {
    let behind = line.split_whitespace().skip(1);
    line.split_whitespace().zip(behind).any(|(option, value)| {
        let named = option.starts_with('-') && !option.contains(['=', ':']) && names_secret(option);
        named && !value.starts_with('-') && is_literal(value) && is_value(value)
    })
}

/// Whether it is a line of the configuration of Redis that sets a password.
fn gives_setting(line: &str) -> bool {
    let mut words = line.split_whitespace();
    matches!((words.next(), words.next(), words.next()), (Some("requirepass" | "masterauth"), Some(value), None) if is_literal(value))
}

/// Whether the name of a secret is given a value: `name = value`, `name: value`, `"name": "value"` or `--name=value`.
fn gives_value(line: &str) -> bool {
    line.match_indices(['=', ':']).any(|(at, sign)| {
        let (before, after) = (line.get(..at).unwrap_or_default(), line.get(at + 1..).unwrap_or_default());
        let name = before.trim_end().trim_end_matches(['"', '\'']);
        let name = name.rsplit(|it: char| !is_of_name(it)).next().unwrap_or_default();
        // A colon stands in addresses and times, too: behind the name of a member there is a blank, a quote or nothing.
        let gives = if sign == ":" {
            after.starts_with([' ', '\t', '"', '\''])
        } else {
            !before.ends_with(['=', '!', '<', '>', '~']) && !after.starts_with(['=', '>', '~'])
        };
        gives && names_secret(name) && is_literal(after)
    })
}

/// Whether an element of XML by the name of a secret has a value: `<password>hunter2</password>`.
fn gives_element(line: &str) -> bool {
    line.split('<').skip(1).zip(line.split('<').skip(2)).any(|(begins, ends)| {
        let Some((name, value)) = begins.split_once('>') else { return false };
        let closes =
            ends.strip_prefix('/').is_some_and(|it| it.trim_end().strip_suffix('>').unwrap_or(it).starts_with(name));
        closes && names_secret(name) && is_literal(value)
    })
}

const fn is_of_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.')
}

/// The line without what a program or a cluster fills in, such as `${PASSWORD}`, and without the colon before that.
fn without_references(line: &str) -> Cow<'_, str> {
    if !line.contains(':') {
        return line.into();
    }
    let mut line = line.to_owned();
    for (begin, end) in [(":${", "}"), (":$(", ")"), (":{{", "}}"), (":<", ">")] {
        while let Some(at) = line.find(begin) {
            let Some(length) = line.get(at..).and_then(|rest| rest.find(end)) else { break };
            line.replace_range(at..at + length + end.len(), "");
        }
    }
    line.into()
}

#[cfg(test)]
mod tests {
    use super::{secret_in_text, secret_in_words};

    #[test]
    fn a_secret_is_found_in_a_line() {
        for line in [
            "password = hunter2",
            "  password: hunter2",
            "\"password\": \"hunter2\",",
            "{ \"user\": \"app\", \"password\": \"hunter2\" }",
            "spring.datasource.password=hunter2",
            "export PGPASSWORD=hunter2",
            "host=db user=app password=hunter2",
            "apiKey: '0f1e2d'",
            "client-secret = \"0f1e2d\"",
            "DB_PWD=hunter2",
            "DB_PASS=hunter2",
            "url = postgres://app:hunter2@db/clinic",
            "https://hooks.example/?token=0f1e2d",
            "-----BEGIN PRIVATE KEY-----",
            "aws_id = AKIAIOSFODNN7EXAMPLE",
            "Authorization: Bearer 0f1e2d3c4b5a69788796",
            "session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "exec redis-server --requirepass hunter2",
            "requirepass hunter",
            "<server><username>app</username><password>hunter2</password></server>",
        ] {
            assert_eq!(secret_in_text(&format!("one\n{line}\n")).map(|it| it.0), Some(2), "{line}");
        }
    }

    #[test]
    fn what_is_no_secret_is_left_alone() {
        for line in [
            "",
            "password =",
            "password = ${DB_PASSWORD}",
            "password: \"{{ .password }}\"",
            "password = \"$DB_PASSWORD\"",
            "password_file = /run/secrets/db",
            "passwordFile: /run/secrets/db",
            "password = /run/secrets/db",
            "max_tokens = 4096",
            "token_url = https://a.example/token",
            "check_password = true",
            "require-token: no",
            "secretName: tls",
            "primary_key = id",
            "# password = yours",
            "if token == other",
            "token => other",
            "token = take(request)",
            "PWD=work",
            "pass = second",
            "url = postgres://app:${DB_PASSWORD}@db/clinic",
            "url = postgres://app@db:5432/clinic",
            "{{resolver}}",
            "give --token to log in",
            "requirepass ${PASSWORD}",
            "<password>${PASSWORD}</password>",
            "<password></password>",
            "usage: login <user> <password> in production",
            "<maxTokens>4096</maxTokens>",
            "set requirepass in production",
            "Authorization: Bearer ${TOKEN}",
        ] {
            assert_eq!(secret_in_text(line), None, "{line}");
        }
    }

    #[test]
    fn a_secret_is_found_in_a_command() {
        for words in [
            ["serve", "--password=hunter2"].as_slice(),
            &["serve", "--api-key=0f1e2d"],
            &["--password", "hunter2"],
            &["sh", "PGPASSWORD=hunter2 psql"],
            &["--requirepass", "x"],
            &["sh", "exec redis-server --requirepass x"],
            &["migrate", "postgres://app:hunter2@db/clinic"],
        ] {
            assert_eq!(secret_in_words(words.iter().copied()).map(|it| it.0), Some(2), "{words:?}");
        }
        for words in [
            ["serve", "--password=$(DB_PASSWORD)"].as_slice(),
            &["--password", "$(DB_PASSWORD)"],
            &["--password", "--verbose"],
            &["--password-file", "db"],
            &["sh", "exec redis-server --requirepass $(REDIS_PASSWORD)"],
            &["sh", "serve --password-file db"],
            &["token", "show"],
        ] {
            assert_eq!(secret_in_words(words.iter().copied()), None, "{words:?}");
        }
    }
}
