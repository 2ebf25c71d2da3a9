//! A rule about texts that are told again to whoever may look at what they stand in: what a machine does when it starts, what is handed
//! to a target, what a state machine does, what describes something, addresses, records and names. A secret in one of them is one no more.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Token},
};

use super::{
    marks::{TOLD, is_shown, is_told},
    secret_text::{has_secret, shows_secret},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TOLD_TEXT_HAS_NO_SECRET = "ToldTextHasNoSecret" {
        sentence: "nothing that runs when a machine starts, that is handed to a target, or that describes a resource looks like a secret, and none is looked up into it; no address, record or name of a log group has one as text",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[],
        when: real_data,
        must: Must::Judge(has_no_secret),
        message: "has a secret in a text that is told to whoever may look at it",
        help: "leave it out of `UserData`, `Input`, `Metadata`, descriptions, tags, addresses and names: name there a `Secret`, and let what needs it read it by its ARN",
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
            members.iter().any(|(name, value)| match name {
                _ if is_told(name) && !is_schema(name, value) => has_secret(value),
                _ if is_shown(name) => shows_secret(value),
                _ => tells_secret(value),
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
