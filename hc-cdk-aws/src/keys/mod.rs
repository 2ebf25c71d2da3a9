//! Encryption keys.

mod customer_key;
mod signing_key;

pub use customer_key::{CustomerKey, CustomerKeyBuilder, IsKey, Key};
pub(crate) use signing_key::signing_key;
