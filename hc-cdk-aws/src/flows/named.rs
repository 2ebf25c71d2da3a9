//! What a value of a policy names: resources of the app, a text, or something that only the deployment knows.

use hc_cdk::{
    target::Place,
    value::{Json, NameSuffix, Token},
};

use super::world::{World, choices};
use crate::rules::{is_answered_elsewhere, possible::is_looked_up};

/// What stands in a text for the partition, the region or the account.
pub(super) const HERE: char = '\u{1}';

/// What a value names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The resources that it refers to.
    pub(super) resources: Vec<Place>,
    /// Its text, as far as it is known.
    pub(super) text: String,
    /// Whether something in it is known to the deployment only.
    pub(super) is_unknown: bool,
    /// Whether that is the suffix of a name and nothing else. [`NameSuffix::SHOWN`] stands for it in the text.
    pub(super) is_suffixed: bool,
}

impl Named {
    /// Reads a value of a resource.
    pub(super) fn of(world: &World<'_>, json: &Json) -> Self {
        let mut named = Self::default();
        named.take(world, json);
        if named.resources.is_empty() && !named.is_unknown {
            named.resources.extend(world.role_of(&named.text));
        }
        named
    }

    /// Whether it may be any, if this is its text or the beginning of that.
    pub(super) fn is_open(&self, text: &str) -> bool {
        self.resources.is_empty() && (self.is_unknown || text.contains(['*', '?']) || is_looked_up(text))
    }

    /// Notes that something is known to the deployment only, and is no suffix.
    fn forget(&mut self) {
        self.is_unknown = true;
        self.is_suffixed = false;
    }

    fn take(&mut self, world: &World<'_>, json: &Json) {
        match json {
            Json::Text(text) => self.text.push_str(text),
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { resource, .. } => self.refer(world, world.place(resource)),
                Token::Concat(parts) => parts.iter().for_each(|part| self.take(world, part)),
                // What the template knows of its own place: every other reference is an attribute.
                Token::Function { name: "Ref", .. } => self.text.push(HERE),
                Token::Function { .. } => {
                    self.forget();
                    self.resources.extend(given(world, json));
                }
                Token::Parameter { .. } if NameSuffix::behind(&self.text, json).is_some() => {
                    self.text.push_str(NameSuffix::SHOWN);
                    self.is_suffixed |= !self.is_unknown;
                    self.is_unknown = true;
                }
                Token::Parameter { .. } | Token::Nothing => self.forget(),
            },
            _ => self.forget(),
        }
    }

    fn refer(&mut self, world: &World<'_>, place: Option<Place>) {
        match place {
            // What these answer is known to the deployment only.
            Some(place) if is_answered_elsewhere(world.kind(place)) => self.forget(),
            Some(place) => self.resources.push(place),
            None => self.forget(),
        }
    }
}

/// The resources that a function may give: those that it refers to, and none if it chooses among values of which one is no resource.
fn given(world: &World<'_>, function: &Json) -> Vec<Place> {
    let choices: Vec<_> = choices(function).into_iter().map(|it| world.all_referred(it)).collect();
    if choices.iter().any(Vec::is_empty) { Vec::new() } else { choices.concat() }
}
