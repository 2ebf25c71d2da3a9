//! Secrets.

mod secret;

pub use secret::{Generated, Secret, SecretBuilder, SecretHandle};
