//! Stores of data that Azure runs.

mod flexible;

pub use flexible::{FlexibleServer, FlexibleServerBuilder, PostgresVersion, ServerParts, ServerStore};
