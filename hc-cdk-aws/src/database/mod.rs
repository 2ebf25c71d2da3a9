//! Relational databases.

mod cluster;
mod encrypted_database;
mod engine;
mod handle;
mod instance;
mod instance_class;
mod judge;
mod read_replica;
#[cfg(test)]
mod replica_tests;
mod request;
mod snapshot;
#[cfg(test)]
mod snapshot_tests;
#[cfg(test)]
mod tests;
mod user;

pub use encrypted_database::{EncryptedDatabase, EncryptedDatabaseBuilder};
pub use engine::{AuroraPostgres, Engine, IsEngine, Mysql, Postgres};
pub use handle::{Database, IsDatabase};
pub use instance_class::{InstanceClass, IsInstanceClass};
pub use read_replica::{ReadReplica, ReadReplicaBuilder};
pub use snapshot::{IsSnapshot, Snapshot};
pub use user::{DatabaseAdministrator, DatabaseUser, IsUserName};
