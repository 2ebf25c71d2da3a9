//! Encryption keys.

mod customer_key;

pub use customer_key::{CustomerKey, CustomerKeyBuilder, IsKey, Key};
