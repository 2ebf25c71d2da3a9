//! The members of a JSON object, in the order in which they were put.

use std::borrow::Cow;

use super::Json;

/// The members of a JSON object, in the order of insertion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object(pub(super) Vec<(Cow<'static, str>, Json)>);

impl Object {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// An object without members that can have so many of them. A resource leaves most of its properties out, so there is
    /// room for some at first, and for more when there are more: otherwise room would be most of what a large system takes.
    pub fn with_capacity(members: usize) -> Self {
        Self(Vec::with_capacity(members.min(6)))
    }

    /// For generated code: adds a member if there is a value for it. Names must be distinct; they are not compared here.
    #[inline]
    pub fn put<T>(&mut self, name: &'static str, value: Option<T>)
    where
        Json: From<T>,
    {
        if let Some(value) = value {
            self.push(Cow::Borrowed(name), Json::from(value));
        }
    }

    /// What does not depend on the value's type, so that it is compiled once.
    pub(super) fn push(&mut self, name: Cow<'static, str>, value: Json) {
        self.0.push((name, value));
    }

    /// Adds a member, or replaces the value of the one that has the name already.
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        let (name, value) = (name.into(), value.into());
        match self.get_mut(&name) {
            Some(member) => *member = value,
            None => self.0.push((name, value)),
        }
    }

    /// The same object with one more member, for writing an object in one expression.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Json>) -> Self {
        self.insert(name, value);
        self
    }

    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The member of that name, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The member of that name, made if it is not there.
    pub(super) fn slot(&mut self, name: &'static str) -> Option<&mut Json> {
        let place = self.0.iter().position(|(key, _)| key == name).unwrap_or_else(|| {
            self.0.push((Cow::Borrowed(name), Json::Null));
            self.0.len() - 1
        });
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> + Clone {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Json {
    /// Gives back the room that objects have for more members, when no more are expected. It would be a fifth of what a large
    /// system takes.
    pub(crate) fn shrink(&mut self) {
        match self {
            Self::List(items) => items.iter_mut().for_each(Self::shrink),
            Self::Object(object) => {
                object.0.shrink_to_fit();
                object.0.iter_mut().for_each(|(_, value)| value.shrink());
            }
            _ => {}
        }
    }
}
