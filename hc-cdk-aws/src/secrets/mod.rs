//! Secrets.

mod field;
mod secret;

pub use field::{ByReference, SecretField};
pub(crate) use field::{KEEPER, reading};
pub use secret::{Generated, IsFunction, Secret, SecretBuilder, SecretHandle};
