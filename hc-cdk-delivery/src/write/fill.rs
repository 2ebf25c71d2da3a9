//! What is filled in when a file is written: the names of the app's services, and values of the stacks that are delivered.

use std::collections::BTreeMap;

use hc_cdk::{
    check::{Checked, Foreign},
    value::{Json, Object, Token},
};

use super::graph;
use crate::workflow::{ADDRESSES, SERVICES, STACK};

/// The text that a token stands for; nothing if it is not known.
pub(super) fn text(checked: &Checked<'_>, token: &Token) -> Option<String> {
    match token {
        Token::Concat(parts) => parts.iter().map(|part| part_text(checked, part)).collect(),
        Token::Attribute { .. } => match checked.foreign(token)? {
            Foreign::Known(value) => Some(value.to_owned()),
            Foreign::Place(place) => Some(place),
            Foreign::Wrong(..) => None,
        },
        Token::Function { name: ADDRESSES, arguments } => {
            Some(graph::addresses(checked, arguments.as_text()).join("\n"))
        }
        Token::Function { name: STACK, arguments } => graph::stack(checked, arguments.as_text()?).map(str::to_owned),
        Token::Parameter { .. } | Token::Function { .. } | Token::Nothing => None,
    }
}

fn part_text(checked: &Checked<'_>, part: &Json) -> Option<String> {
    match part {
        Json::Text(text) => Some(text.to_string()),
        Json::Int(number) => Some(number.to_string()),
        Json::Token(token) => text(checked, token),
        _ => None,
    }
}

/// The names that a list of services leaves out, if a token stands for one.
pub(super) fn left_out(token: &Token) -> Option<Vec<&str>> {
    match token {
        Token::Function { name: SERVICES, arguments } => {
            Some(arguments.as_list().unwrap_or_default().iter().filter_map(Json::as_text).collect())
        }
        _ => None,
    }
}

/// The tree with the names of the services in the places that stand for them.
pub(super) fn filled(json: &Json, services: &[String]) -> Json {
    match json {
        Json::Token(token) => match left_out(token) {
            Some(out) => {
                let names = services.iter().filter(|name| !out.contains(&name.as_str()));
                names.map(|name| Json::from(name.clone())).collect::<Vec<_>>().into()
            }
            None => json.clone(),
        },
        Json::List(items) => items.iter().map(|it| filled(it, services)).collect::<Vec<_>>().into(),
        Json::Object(members) => {
            let filled = members.iter().map(|(name, it)| (name.to_owned(), filled(it, services)));
            filled.fold(Object::new(), |all, (name, it)| all.with(name, it)).into()
        }
        other => other.clone(),
    }
}

/// What stands beside a member: the version of a step's action, and what a permission is for. A variable or an input may have the
/// name of either.
pub(super) fn beside(versions: &BTreeMap<String, String>, (below, name): (&str, &str), value: &Json) -> Option<String> {
    let value = value.as_text()?;
    match (below, name) {
        ("steps", "uses") => versions.get(value).cloned(),
        ("permissions", _) => crate::workflow::reason(name, value).map(str::to_owned),
        _ => None,
    }
}
