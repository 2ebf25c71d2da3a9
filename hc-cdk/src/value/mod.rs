//! Property values: what programs give to resources, and what refers from one to another.
//!
//! [`Value<T>`] says what a value *is* (`String`, `i64`, `bool`, or a kind of identifier such as a key's ARN), [`Json`] is
//! the tree behind it, and a hole in the tree is a [`Token`]. [`literal`] has the texts that the compiler checks.

mod bounded;
pub mod date;
pub mod image;
mod json;
mod limits;
pub mod literal;
mod nearest;
mod once;
mod order;
mod quick;
mod reference;
#[cfg(test)]
mod tests;
mod typed;
mod words;

pub(crate) use bounded::beyond;
pub use bounded::{Label, NameSuffix, Whole};
pub use json::{Json, Object, Token};
pub use limits::Limits;
pub use nearest::nearest;
pub use once::parsed;
pub use order::{by_key, sorted};
pub use quick::Quick;
pub use reference::{ResourceRef, StackId};
pub use typed::{Attr, IntoJson, Kind, Member, Value};
pub use words::{kebab, pascal};
