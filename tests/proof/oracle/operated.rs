//! Objects of operators of clouds, as the oracles read them: what they name, and what they say.

use serde_json::Value;

use crate::document::{Thing, list, value};

impl<'a> Thing<'a> {
    /// The name of an object.
    pub(super) fn name(self) -> &'a str {
        self.text("metadata/name").unwrap_or_default()
    }

    pub(super) fn says(self, path: &str, text: &str) -> bool {
        self.text(path) == Some(text)
    }

    /// Whether a flag is that; a text is no flag.
    pub(super) fn is(self, path: &str, flag: bool) -> bool {
        self.at(path) == Some(&Value::Bool(flag))
    }

    /// Whether nothing stands at a path, or nothing in what does.
    pub(super) fn is_empty(self, path: &str) -> bool {
        self.at(path)
            .is_none_or(|it| *it == Value::Array(Vec::new()) || it.as_object().is_some_and(serde_json::Map::is_empty))
    }

    pub(super) fn texts(self, path: &str) -> Vec<&'a str> {
        self.list(path).iter().map(|it| it.as_str().unwrap_or("?")).collect()
    }

    /// What an annotation says. Their names have slashes.
    pub(super) fn note(self, name: &str) -> Option<&'a str> {
        self.at("metadata/annotations")?.get(name)?.as_str()
    }

    /// The objects of a kind in its stack that are in its namespace, where what it names is.
    pub(super) fn beside(self, kind: &str) -> impl Iterator<Item = Thing<'a>> {
        let here = move |it: &Thing<'a>| {
            it.written.stack == self.written.stack && it.text("metadata/namespace") == self.text("metadata/namespace")
        };
        self.others(kind).filter(here)
    }

    /// The object of a kind beside it that has that name.
    pub(super) fn called(self, kind: &str, name: Option<&Value>) -> Option<Thing<'a>> {
        let name = name?.as_str()?;
        self.beside(kind).find(|it| it.name() == name)
    }

    /// The same by the name at a path.
    pub(super) fn named(self, kind: &str, path: &str) -> Option<Thing<'a>> {
        self.called(kind, self.at(path))
    }

    /// What of a kind beside it has its name at a path.
    pub(super) fn parts(self, kind: &str, path: &str) -> impl Iterator<Item = Thing<'a>> {
        self.beside(kind).filter(move |it| it.text(path) == Some(self.name()))
    }
}

/// A text at a path of a tree.
pub(super) fn text<'a>(json: &'a Value, path: &str) -> &'a str {
    value(json, path).and_then(Value::as_str).unwrap_or_default()
}

/// The items of a list at a path of a tree.
pub(super) fn items<'a>(json: &'a Value, path: &str) -> &'a [Value] {
    list(value(json, path))
}

/// How many addresses of the internet a range has: all, if nobody can read it.
pub(super) fn addresses(range: &str) -> f64 {
    let parsed = range.split_once('/').and_then(|(address, bits)| {
        let bits = bits.parse::<u32>().ok().filter(|it| *it <= 32)?;
        Some((address.parse::<std::net::Ipv4Addr>().ok()?, bits))
    });
    match parsed {
        Some((address, 8..)) if address.is_private() => 0.0,
        Some((_, bits)) => 2_f64.powi(32 - i32::try_from(bits).unwrap_or_default()),
        None => 2_f64.powi(32),
    }
}

/// Whether a range has no address that the internet knows.
pub(super) fn is_inside(range: &str) -> bool {
    addresses(range) == 0.0
}
