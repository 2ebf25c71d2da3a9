//! What a value of a policy names: resources of the app, a text, or something that only the deployment knows.

use hc_cdk::{
    target::Place,
    value::{Json, NameSuffix, Token},
};

use super::world::World;
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
    /// Reads a value of a resource of that stack.
    pub(super) fn of(world: &World<'_>, stack: usize, json: &Json) -> Self {
        let mut named = Self::default();
        named.take(world, stack, json);
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

    fn take(&mut self, world: &World<'_>, stack: usize, json: &Json) {
        match json {
            Json::Text(text) => self.text.push_str(text),
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { resource, .. } => self.refer(world, world.place(resource)),
                Token::Concat(parts) => parts.iter().for_each(|part| self.take(world, stack, part)),
                Token::Function { name, arguments } => self.call(world, stack, name, arguments),
                Token::Parameter { .. } if NameSuffix::behind(&self.text, json).is_some() => {
                    self.text.push_str(NameSuffix::SHOWN);
                    self.is_suffixed |= !self.is_unknown;
                    self.is_unknown = true;
                }
                Token::Parameter { .. } | Token::Nothing => self.forget(),
            },
            // A function as CloudFormation writes it, in a tree that was written by hand.
            Json::Object(members) => match members.iter().next() {
                Some((name, arguments)) => self.call(world, stack, name, arguments),
                None => self.forget(),
            },
            _ => self.forget(),
        }
    }

    fn call(&mut self, world: &World<'_>, stack: usize, function: &str, arguments: &Json) {
        let first = arguments.as_list().and_then(<[Json]>::first).unwrap_or(arguments);
        match (function, first) {
            ("Ref", Json::Text(name)) if name.starts_with("AWS::") => self.text.push(HERE),
            ("Ref" | "Fn::GetAtt", Json::Text(name)) => {
                let name = name.split('.').next().unwrap_or_default();
                self.refer(world, world.by_name(stack, name));
            }
            ("Fn::Join", _) => match arguments.as_list() {
                Some([Json::Text(between), Json::List(parts)]) => self.join(world, stack, between, parts),
                _ => self.forget(),
            },
            ("Fn::Sub", Json::Text(text)) => self.substitute(world, stack, text),
            _ => {
                self.forget();
                self.resources.extend(world.referred(stack, arguments));
            }
        }
    }

    fn join(&mut self, world: &World<'_>, stack: usize, between: &str, parts: &[Json]) {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.text.push_str(between);
            }
            self.take(world, stack, part);
        }
    }

    fn substitute(&mut self, world: &World<'_>, stack: usize, text: &str) {
        let mut parts = text.split("${");
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            if name.starts_with("AWS::") {
                self.text.push(HERE);
            } else {
                self.refer(world, world.by_name(stack, name.split('.').next().unwrap_or_default()));
            }
            self.text.push_str(rest);
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
