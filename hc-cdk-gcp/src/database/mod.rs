//! Stores of data that Google runs.

mod cached;
mod cloud_sql;
mod handle;
mod memorystore;

pub use cached::CacheStore;
pub use cloud_sql::{CloudSql, CloudSqlBuilder, Parts, SqlVersion};
pub use handle::SqlStore;
pub(crate) use handle::{DATABASE_ROLES, may_use};
pub use memorystore::{CacheParts, Memorystore, MemorystoreBuilder};
