//! Stores of data that Google runs.

mod cloud_sql;

pub use cloud_sql::{CloudSql, CloudSqlBuilder, Parts, SqlStore, SqlVersion};
