//! Property values: a tree of literals with holes that the deployment fills in.
//!
//! [`Value<T>`] says what a value *is* (`String`, `i64`, `bool`, or a kind of identifier such as a key's ARN), [`Json`] is
//! the tree behind it. A hole is a [`Token`]; how a token is written belongs to the target, not to this file.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc};

mod object;
#[cfg(test)]
mod tests;

pub use object::Object;

/// The identity of a stack. Two stacks of one name are different stacks.
#[derive(Clone)]
pub struct StackId(Arc<str>);

impl StackId {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name that the stack was declared with.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// A number that no other stack of the program has. It differs from run to run: good for finding, not for sorting.
    pub(crate) fn number(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

impl PartialEq for StackId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for StackId {}

impl fmt::Debug for StackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StackId").field(&self.name()).finish()
    }
}

/// Points at one resource of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRef {
    pub(crate) stack: StackId,
    pub(crate) index: u32,
}

impl ResourceRef {
    /// The stack that declares the resource.
    pub fn stack(&self) -> &StackId {
        &self.stack
    }

    /// The resource's place in the order of declaration.
    pub fn index(&self) -> usize {
        self.index as usize
    }

    /// What the target calls the resource's own id (CloudFormation: `Ref`).
    pub fn id<T>(&self) -> Value<T> {
        Value::token(Token::Attribute { resource: self.clone(), name: None })
    }

    /// A value that the resource has after it was made (CloudFormation: `Fn::GetAtt`).
    ///
    /// Constructs call this once per attribute and hand out a typed accessor; users never name an attribute.
    pub fn attribute<T>(&self, name: &'static str) -> Value<T> {
        Value::token(Token::Attribute { resource: self.clone(), name: Some(name) })
    }
}

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
    /// The tree's text, if it is a literal text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The tree's members, if it is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The tree's items, if it is a list.
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

    fn slot(&mut self, name: &'static str) -> Option<&mut Self> {
        match self {
            Self::Object(object) => object.slot(name),
            _ => None,
        }
    }

    /// Calls `visit` for every token, those inside the arguments of other tokens too.
    pub fn tokens<'a>(&'a self, visit: &mut dyn FnMut(&'a Token)) {
        if let Self::Token(token) = self {
            visit(token);
        }
        self.inside(|tree| {
            tree.tokens(visit);
            false
        });
    }

    /// Whether `test` holds for one of the trees right inside of this one, up to the first of which it does.
    pub(crate) fn inside<'a>(&'a self, mut test: impl FnMut(&'a Self) -> bool) -> bool {
        match self {
            Self::List(items) => items.iter().any(test),
            Self::Object(object) => object.0.iter().any(|(_, value)| test(value)),
            Self::Token(token) => match token.as_ref() {
                Token::Concat(parts) => parts.iter().any(test),
                Token::Function { arguments, .. } => test(arguments),
                Token::Attribute { .. } | Token::Parameter { .. } => false,
            },
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_) => false,
        }
    }
}

/// A value of kind `T`: a literal, or a hole of which it is known what will fill it.
///
/// `T` is `String`, `i64`, `f64` or `bool` for plain values and a marker (`KeyArn`, `VpcId`, ...) for identifiers.
pub struct Value<T> {
    json: Json,
    kind: PhantomData<fn() -> T>,
}

/// A [`Value`] that identifies something: `Attr<KeyArn>` is a key's ARN and nothing else.
pub type Attr<K> = Value<K>;

/// A marker for what an identifier identifies. It can be given as text, and used where any text will do.
pub trait Kind {}

impl<T> Value<T> {
    /// A value of which the caller knows that `json` is of kind `T`.
    pub fn from_json(json: impl Into<Json>) -> Self {
        Self { json: json.into(), kind: PhantomData }
    }

    /// A value that the deployment fills in.
    pub fn token(token: Token) -> Self {
        Self::from_json(Json::Token(Box::new(token)))
    }

    /// The tree behind the value.
    pub fn json(&self) -> &Json {
        &self.json
    }
}

impl<K: Kind> Value<K> {
    /// An identifier that is known already, such as that of a resource which exists.
    pub fn literal(text: impl Into<Cow<'static, str>>) -> Self {
        Self::from_json(Json::Text(text.into()))
    }
}

impl Value<String> {
    /// The parts, one after the other, as one text. Neighbouring literals become one, and a text of parts is taken apart,
    /// so that the template reads the same whichever way the text was put together.
    pub fn concat(parts: impl IntoIterator<Item = Json>) -> Self {
        let mut flat = Vec::new();
        parts.into_iter().for_each(|part| append(&mut flat, part));
        match flat.len() {
            0 => Self::from(""),
            1 => Self { json: flat.swap_remove(0), kind: PhantomData },
            _ => Self::token(Token::Concat(flat)),
        }
    }
}

/// Puts a part at the end of a text, joining it with the literal that is there already.
fn append(parts: &mut Vec<Json>, part: Json) {
    match part {
        Json::Text(text) if text.is_empty() => {}
        Json::Text(text) => match parts.last_mut() {
            Some(Json::Text(last)) => last.to_mut().push_str(&text),
            _ => parts.push(Json::Text(text)),
        },
        Json::Token(token) => match *token {
            Token::Concat(inner) => inner.into_iter().for_each(|part| append(parts, part)),
            token => parts.push(Json::Token(Box::new(token))),
        },
        other => parts.push(other),
    }
}

impl<T> Clone for Value<T> {
    fn clone(&self) -> Self {
        Self { json: self.json.clone(), kind: PhantomData }
    }
}

impl<T> fmt::Debug for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.json.fmt(f)
    }
}

impl<T> PartialEq for Value<T> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<T> From<Value<T>> for Json {
    #[inline]
    fn from(value: Value<T>) -> Self {
        value.json
    }
}

impl<K: Kind> From<Value<K>> for Value<String> {
    fn from(value: Value<K>) -> Self {
        Self { json: value.json, kind: PhantomData }
    }
}

/// An object with known members, which writes itself as a tree.
///
/// Generated objects implement this and not `From`: the compiler compares all implementations of one trait for one type
/// with one another, and there are thousands of objects that become a [`Json`].
pub trait IntoJson {
    /// The members in the order of the schema; one that was not set is left out.
    fn into_json(self) -> Json;
}

impl<T: IntoJson> From<T> for Json {
    #[inline]
    fn from(it: T) -> Self {
        it.into_json()
    }
}

macro_rules! literals {
    ($($from:ty => $kind:ty, |$it:ident| $json:expr;)*) => {$(
        impl From<$from> for Json {
            #[inline]
            fn from($it: $from) -> Self { $json }
        }
        impl From<$from> for Value<$kind> {
            #[inline]
            fn from(value: $from) -> Self { Self::from_json(value) }
        }
    )*};
}

literals! {
    &'static str => String, |it| Self::Text(Cow::Borrowed(it));
    String => String, |it| Self::Text(Cow::Owned(it));
    Cow<'static, str> => String, |it| Self::Text(it);
    bool => bool, |it| Self::Bool(it);
    i32 => i64, |it| Self::Int(it.into());
    u16 => i64, |it| Self::Int(it.into());
    u32 => i64, |it| Self::Int(it.into());
    i64 => i64, |it| Self::Int(it);
    f64 => f64, |it| Self::Float(it);
}

impl From<Object> for Json {
    #[inline]
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

// Loops and not iterators: users' programs and the generated types instantiate these for hundreds of types, and a chain of
// iterators is a dozen functions each time. For the same reason the bounds are on `From`, behind which there is no `into`.

impl<T> From<Vec<T>> for Json
where
    Json: From<T>,
{
    #[inline]
    fn from(items: Vec<T>) -> Self {
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.push(Self::from(item));
        }
        Self::List(list)
    }
}

impl<T> From<indexmap::IndexMap<String, T>> for Json
where
    Json: From<T>,
{
    #[inline]
    fn from(members: indexmap::IndexMap<String, T>) -> Self {
        let mut object = Object::with_capacity(members.len());
        for (name, value) in members {
            object.push(Cow::Owned(name), Self::from(value));
        }
        Self::Object(object)
    }
}
