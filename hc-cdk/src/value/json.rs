//! The tree behind every value: literals, with holes that the deployment fills in. How a hole is written belongs to the
//! target, not to this file.

use std::{borrow::Cow, fmt};

use super::{
    limits::Limits,
    reference::{ResourceRef, StackId},
};

/// A hole in a [`Json`] tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A resource's id (`name` is `None`) or one of its attributes.
    Attribute {
        /// The resource that has it.
        resource: ResourceRef,
        /// The attribute's name in the target's own spelling.
        name: Option<&'static str>,
    },
    /// The value that a parameter of the stack has at deployment.
    Parameter {
        /// The stack that declares it.
        stack: StackId,
        /// The parameter's name.
        name: Cow<'static, str>,
        /// What it may be, whatever the program says of it.
        limits: &'static Limits,
    },
    /// The parts, one after the other, as one text.
    Concat(Vec<Json>),
    /// A function or constant that only the target knows.
    Function {
        /// Its name in the target's own spelling.
        name: &'static str,
        /// Its arguments.
        arguments: Json,
    },
    /// Nothing: what has it is left out.
    Nothing,
}

/// A tree of properties. Objects keep the order of insertion.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// JSON `null`.
    #[default]
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number. It must be finite.
    Float(f64),
    /// Text.
    Text(Cow<'static, str>),
    /// JSON array.
    List(Vec<Json>),
    /// JSON object.
    Object(Object),
    /// What the deployment fills in.
    Token(Box<Token>),
}

impl Json {
    /// The whole number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The tree's text, if it is a literal text.
    #[inline]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The tree's members, if it is an object.
    #[inline]
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The tree's items, if it is a list.
    #[inline]
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member of that name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.get(name)
    }

    /// The value at a path of names and places joined by `/`, if there is one.
    pub fn at(&self, path: &str) -> Option<&Json> {
        let (mut here, mut rest) = (self, Some(path));
        while let Some(path) = rest {
            (here, rest) = match here {
                Self::List(items) => {
                    let (place, behind) = path.split_once('/').map_or((path, None), |(place, it)| (place, Some(it)));
                    (items.get(place.parse::<usize>().ok()?)?, behind)
                }
                tree => tree.as_object()?.begins(path)?,
            };
        }
        Some(here)
    }

    /// Puts a value at a path of names and places joined by `/`, such as `Rules/0/Status`. What is on the way and is no
    /// object becomes one; only lists have places. Says whether there was a place for it.
    #[must_use]
    pub(crate) fn set(&mut self, path: &'static str, value: Self) -> bool {
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let slot = match self {
            Self::List(items) => first.parse().ok().and_then(|place: usize| items.get_mut(place)),
            Self::Object(object) => object.slot(first),
            other => {
                *other = Self::Object(Object::new());
                other.slot(first)
            }
        };
        match (slot, rest) {
            (None, _) => false,
            (Some(slot), Some(rest)) => slot.set(rest, value),
            (Some(slot), None) => {
                *slot = value;
                true
            }
        }
    }

    /// Whether it is nested no deeper than so many levels, as JSON writes it: a text of parts is a function with a list of them.
    pub(crate) fn fits(&self, levels: usize) -> bool {
        let own = match self {
            Self::List(_) | Self::Object(_) => 1,
            Self::Token(token) => match token.as_ref() {
                Token::Concat(_) => 3,
                Token::Function { .. } | Token::Attribute { .. } | Token::Nothing => 2,
                Token::Parameter { .. } => 1,
            },
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => 0,
        };
        levels.checked_sub(own).is_some_and(|left| !self.inside(|tree| !tree.fits(left)))
    }

    fn slot(&mut self, name: &'static str) -> Option<&mut Self> {
        match self {
            Self::Object(object) => object.slot(name),
            _ => None,
        }
    }

    /// Calls `visit` for every token, those inside the arguments of other tokens too.
    pub fn tokens<'a>(&'a self, visit: &mut dyn FnMut(&'a Token)) {
        self.visit(&mut |tree| {
            if let Self::Token(token) = tree {
                visit(token);
            }
        });
    }

    /// Calls `visit` for this tree and for every tree inside of it, whatever is around another one first.
    pub(crate) fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        self.inside(|tree| {
            tree.visit(visit);
            false
        });
    }

    /// Calls `change` for every tree inside of this one and then for itself, whatever is inside of another one first.
    pub fn each(&mut self, change: &mut dyn FnMut(&mut Self)) {
        match self {
            Self::List(items) => items.iter_mut().for_each(|item| item.each(change)),
            Self::Object(object) => object.0.iter_mut().for_each(|(_, value)| value.each(change)),
            Self::Token(token) => match token.as_mut() {
                Token::Concat(parts) => parts.iter_mut().for_each(|part| part.each(change)),
                Token::Function { arguments, .. } => arguments.each(change),
                Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
            },
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => {}
        }
        change(self);
    }

    /// Whether `test` holds for one of the trees right inside of this one, up to the first of which it does.
    pub fn inside<'a>(&'a self, mut test: impl FnMut(&'a Self) -> bool) -> bool {
        match self {
            Self::List(items) => items.iter().any(test),
            Self::Object(object) => object.0.iter().any(|(_, value)| test(value)),
            Self::Token(token) => match token.as_ref() {
                Token::Concat(parts) => parts.iter().any(test),
                Token::Function { arguments, .. } => test(arguments),
                Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => false,
            },
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => false,
        }
    }
}

/// A tree is taken apart level by level: one that is nested as deep as somebody likes would need a stack as deep.
impl Drop for Json {
    fn drop(&mut self) {
        let mut waiting = Vec::new();
        self.empty(&mut waiting);
        while let Some(mut tree) = waiting.pop() {
            tree.empty(&mut waiting);
        }
    }
}

impl Json {
    /// Moves out what is right inside of the tree.
    fn empty(&mut self, into: &mut Vec<Self>) {
        match self {
            Self::List(items) => into.append(items),
            Self::Object(object) => into.extend(object.0.drain(..).map(|(_, value)| value)),
            Self::Token(token) => match token.as_mut() {
                Token::Concat(parts) => into.append(parts),
                Token::Function { arguments, .. } => into.push(std::mem::take(arguments)),
                Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
            },
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => {}
        }
    }
}

/// As JSON on one line, for reports. A hole is shown as `${..}`.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(it) => it.fmt(f),
            Self::Int(it) => it.fmt(f),
            Self::Float(it) => it.fmt(f),
            Self::Text(it) => write!(f, "{it:?}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(object) => {
                f.write_str("{")?;
                for (at, (name, value)) in object.iter().enumerate() {
                    write!(f, "{}{name:?}: {value}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Self::Token(_) => f.write_str("${..}"),
        }
    }
}

/// The members of a JSON object, in the order of insertion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object(Vec<(Cow<'static, str>, Json)>);

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
            self.add(name, Json::from(value));
        }
    }

    /// For generated code: room for so many members more.
    pub fn reserve(&mut self, members: usize) {
        self.0.reserve_exact(members);
    }

    /// What of [`put`](Self::put) does not depend on the value's type, so that it is compiled once.
    pub(super) fn add(&mut self, name: &'static str, value: Json) {
        self.push(Cow::Borrowed(name), value);
    }

    pub(super) fn push(&mut self, name: Cow<'static, str>, value: Json) {
        self.0.push((name, value));
    }

    /// Adds a member, or replaces the value of the one that has the name already.
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        self.set(name.into(), value.into());
    }

    /// What of [`insert`](Self::insert) does not depend on types.
    fn set(&mut self, name: Cow<'static, str>, value: Json) {
        match self.get_mut(&name) {
            Some(member) => *member = value,
            None => self.push(name, value),
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

    /// The member with whose name a path begins, and what is behind it. Most members differ in their length from what the path begins
    /// with, so their names are not looked at, and the path is not taken apart before one is found.
    pub(crate) fn begins<'a>(&self, path: &'a str) -> Option<(&Json, Option<&'a str>)> {
        let ends = |name: &str| matches!(path.as_bytes().get(name.len()), Some(b'/')) || name.len() == path.len();
        self.0.iter().filter(|(name, _)| ends(name)).find_map(|(name, value)| {
            let behind = path.strip_prefix(name.as_ref()).filter(|_| name.bytes().all(|it| it != b'/'))?;
            Some((value, behind.strip_prefix('/')))
        })
    }

    /// The member of that name, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The member of that name, made if it is not there.
    fn slot(&mut self, name: &'static str) -> Option<&mut Json> {
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

    /// The members in order, to change their values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Json)> {
        self.0.iter_mut().map(|(key, value)| (&**key, value))
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let place = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(place).1)
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
