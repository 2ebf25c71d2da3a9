//! Stores of data that Google runs.

mod cloud_sql;
mod memorystore;

pub use cloud_sql::{CloudSql, CloudSqlBuilder, Parts, SqlStore, SqlVersion};
pub use memorystore::{CacheParts, CacheStore, Memorystore, MemorystoreBuilder};
