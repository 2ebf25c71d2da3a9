//! Secrets.

mod field;
mod handle;
mod rotated;
mod secret;
#[cfg(test)]
mod tests;

pub use field::{ByReference, SecretField};
pub(crate) use field::{FIELD_HELP, KEEPER, reading};
pub use handle::{IsSecret, SecretHandle};
pub use rotated::{RotatedSecret, RotatedSecretBuilder};
pub use secret::{Generated, IsFunction, IsGenerated, Secret, SecretBuilder};
