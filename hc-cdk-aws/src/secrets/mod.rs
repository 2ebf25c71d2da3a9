//! Secrets.

mod field;
mod secret;

pub use field::SecretField;
pub(crate) use field::{KEEPER, reading};
pub use secret::{Generated, Secret, SecretBuilder, SecretHandle};
