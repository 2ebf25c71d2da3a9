//! Secrets.

mod field;
mod rotated;
mod secret;
#[cfg(test)]
mod tests;

pub use field::{ByReference, SecretField};
pub(crate) use field::{KEEPER, reading};
pub use rotated::{RotatedSecret, RotatedSecretBuilder};
pub use secret::{Generated, IsFunction, IsSecret, Secret, SecretBuilder, SecretHandle};
