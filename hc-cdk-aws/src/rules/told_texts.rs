//! A rule about texts that are told again to whoever may look at what they stand in: what a machine does when it starts, what is handed
//! to a target, what a state machine does, and what describes something. A secret in one of them is one no more.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::{
        login::decoded,
        plain::{has_key, names_secret, secret_in_text},
    },
    rule::{Must, Subject, Verdict, at, real_data},
    value::{Json, Token},
};

use super::{
    marks::{TOLD, is_told},
    read::{SECRET_ATTRIBUTES, text_at},
    task::SECRETS,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TOLD_TEXT_HAS_NO_SECRET = "ToldTextHasNoSecret" {
        sentence: "nothing that runs when a machine starts, that is handed to a target, or that describes a resource looks like a secret, and none is looked up into it",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[],
        when: real_data,
        must: Must::Judge(has_no_secret),
        message: "has a secret in a text that is told to whoever may look at it",
        help: "leave it out of `UserData`, `Input`, `Metadata`, descriptions and tags: name there a `Secret`, and let what needs it read it by its ARN",
    }
}

fn has_no_secret(subject: &Subject<'_>) -> Verdict {
    let metadata = subject.resource.options.get("Metadata");
    let properties = subject.marks().has(TOLD).then_some(&subject.resource.properties);
    if metadata.is_none() && properties.is_none() {
        return Verdict::NotApplicable;
    }
    Verdict::of(!metadata.is_some_and(has_secret) && !properties.is_some_and(tells_secret))
}

/// Whether one of the members of a tree that are told again has a secret in it.
fn tells_secret(json: &Json) -> bool {
    match json {
        Json::Object(members) => {
            // A schema of GraphQL is a definition, too, and says `token: String`.
            let is_schema = |name: &str, value: &Json| name == "Definition" && value.as_text().is_some();
            members.iter().any(|(name, value)| {
                if is_told(name) && !is_schema(name, value) { has_secret(value) } else { tells_secret(value) }
            })
        }
        Json::List(items) => items.iter().any(tells_secret),
        Json::Token(token) => match token.as_ref() {
            Token::Function { arguments, .. } => tells_secret(arguments),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a tree has a secret in it, by what its texts look like and by the names of its members and tags.
fn has_secret(json: &Json) -> bool {
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

/// Whether a name is that of a secret that has a value, or the value is a secret by itself. An ARN says which secret it is, and is none.
fn gives_secret(name: &str, value: &Json) -> bool {
    let is_value = |text: &str| {
        let text = without_lookups(text);
        !text.starts_with("arn:") && secret_in_text(&format!("{name}=\"{text}\"")).is_some()
    };
    let text = value.as_text().or_else(|| is_anything(value).then_some(ANYTHING));
    names_secret(name) && text.is_some_and(is_value) || has_secret(value)
}

/// What stands for a value that may be anything, and so a secret.
const ANYTHING: &str = "0f1e2d3c";

/// Whether a value may be any text that somebody gives at the deployment, or that another stack or a table has.
fn is_anything(json: &Json) -> bool {
    let Json::Token(token) = json else { return false };
    matches!(token.as_ref(), Token::Parameter { .. })
        || matches!(token.as_ref(), Token::Function { name, .. } if *name != "Ref")
}

/// The texts of what is put together. Between them stands what may be anything, or, for what a resource or the place of a template says, the
/// sign that programs have for what is filled in.
fn joined(parts: &[Json]) -> String {
    let shown = |it| if is_anything(it) { ANYTHING } else { "${}" };
    parts.iter().map(|it| it.as_text().unwrap_or(shown(it))).collect()
}

/// Whether a text is a secret, has one in it, as it stands or in base 64, or is one once it is looked up.
fn is_secret(text: &str) -> bool {
    let is_one = |text: &str| has_key(text) || secret_in_text(&without_sentences(text)).is_some();
    SECRETS.iter().any(|it| text.contains(it))
        || is_one(&without_lookups(text))
        || in_base_64(text).is_some_and(|it| is_one(&it))
}

/// A text with the sign for what is filled in where something is looked up: parameters that are no secrets.
fn without_lookups(text: &str) -> String {
    let mut parts = text.split("{{resolve:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, it| all + "${}" + it.split_once("}}").map_or("", |(_, behind)| behind))
}

/// A text whose lines are no sentences: what stands behind a colon in one, such as "the password: is replaced each month", is no value.
fn without_sentences(text: &str) -> String {
    const WORDS: usize = 3;
    let is_sentence = |line: &str| {
        let is_word = |it: &&str| {
            let it = it.trim_matches([',', '.', ':', ';', '(', ')']);
            it.chars().all(char::is_alphabetic) || it.chars().all(char::is_numeric)
        };
        line.split_whitespace().count() >= WORDS && line.split_whitespace().all(|it| is_word(&it))
    };
    text.lines().filter(|it| !is_sentence(it)).collect::<Vec<_>>().join("\n")
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
