//! Secrets.

mod secret;

pub use secret::{Generated, Parts, PartsBuilder, Secret, SecretHandle};
