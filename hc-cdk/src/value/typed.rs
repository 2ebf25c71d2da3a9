//! What a value *is*: text, a number, or a kind of identifier such as a key's ARN.

use std::{borrow::Cow, fmt, marker::PhantomData, mem};

use super::{
    json::{Json, Object, Token},
    limits::Limits,
    reference::ResourceRef,
};

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
pub trait Kind {
    /// What it may be where only the deployment knows it.
    const LIMITS: Limits = Limits::NONE;
}

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
        let mut all = Vec::new();
        for part in parts {
            all.push(part);
        }
        joined(all)
    }
}

fn joined(parts: Vec<Json>) -> Value<String> {
    let mut flat = Vec::new();
    append_all(&mut flat, parts);
    match flat.len() {
        0 => Value::from(""),
        1 => Value { json: flat.swap_remove(0), kind: PhantomData },
        _ => Value::token(Token::Concat(flat)),
    }
}

/// Puts parts at the end of a text, joining them with the literals that are there already.
fn append_all(flat: &mut Vec<Json>, mut waiting: Vec<Json>) {
    // The next one is the last.
    waiting.reverse();
    while let Some(mut part) = waiting.pop() {
        match &mut part {
            Json::Text(text) if text.is_empty() => {}
            Json::Text(text) => match flat.last_mut() {
                Some(Json::Text(last)) => last.to_mut().push_str(text),
                _ => flat.push(part),
            },
            Json::Token(token) => match token.as_mut() {
                Token::Concat(inner) => waiting.extend(mem::take(inner).into_iter().rev()),
                _ => flat.push(part),
            },
            _ => flat.push(part),
        }
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

impl ResourceRef {
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

/// An object with known members, which writes itself as a tree.
///
/// Generated objects implement this and not `From`: the compiler compares all implementations of one trait for one type
/// with one another, and there are thousands of objects that become a [`Json`].
pub trait IntoJson {
    /// Moves the members into an object in the order of the schema; one that was not set is left out.
    ///
    /// It takes `self` by reference, for which the compiler writes a third: moved out of a `self` of its own, each member would have
    /// what becomes of all others if one panics.
    fn put_into(&mut self, object: &mut Object);
}

impl<T: IntoJson> From<T> for Json {
    #[inline]
    fn from(mut it: T) -> Self {
        written(&mut it)
    }
}

/// What does not depend on the object's type, so that it is compiled once.
fn written(it: &mut dyn IntoJson) -> Json {
    let mut object = Object::new();
    it.put_into(&mut object);
    Json::Object(object)
}

impl<T: IntoJson> IntoJson for Box<T> {
    #[inline]
    fn put_into(&mut self, object: &mut Object) {
        (**self).put_into(object);
    }
}

/// What a member of a generated object can be.
pub trait Member {
    /// Moves the tree out of it, once.
    ///
    /// By reference, so that the compiler does not write for each type how it is moved, and what becomes of it if something panics.
    fn give(&mut self) -> Json;
}

impl<T: IntoJson> Member for T {
    #[inline]
    fn give(&mut self) -> Json {
        written(self)
    }
}

impl<T> Member for Value<T> {
    #[inline]
    fn give(&mut self) -> Json {
        mem::take(&mut self.json)
    }
}

impl Member for Json {
    #[inline]
    fn give(&mut self) -> Json {
        mem::take(self)
    }
}

impl<T: Member> Member for Vec<T> {
    #[inline]
    fn give(&mut self) -> Json {
        let mut list = Vec::with_capacity(self.len());
        let mut rest = self.as_mut_slice();
        while let [item, others @ ..] = rest {
            list.push(item.give());
            rest = others;
        }
        Json::List(list)
    }
}

impl<T: Member> Member for indexmap::IndexMap<String, T> {
    #[inline]
    fn give(&mut self) -> Json {
        let mut object = Object::with_capacity(self.len());
        for (name, value) in self {
            object.push(Cow::Owned(name.clone()), value.give());
        }
        Json::Object(object)
    }
}

impl Object {
    /// For generated code: moves a member that was set. Names must be distinct; they are not compared here.
    #[inline]
    pub fn take<T: Member>(&mut self, name: &'static str, value: &mut Option<T>) {
        if let Some(value) = value {
            self.add(name, value.give());
        }
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
// iterators is a dozen functions each time, as is the iterator that consumes a list. For the same reason the bounds are on
// `From`, behind which there is no `into`.

impl<T> From<Vec<T>> for Json
where
    Json: From<T>,
{
    #[inline]
    fn from(mut items: Vec<T>) -> Self {
        let mut list = Vec::with_capacity(items.len());
        while let Some(item) = items.pop() {
            list.push(Self::from(item));
        }
        list.reverse();
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
