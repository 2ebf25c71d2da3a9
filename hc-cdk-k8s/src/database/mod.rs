//! Data stores that operators run in a namespace of the cluster: described by one object, made and kept alive by an operator.
//!
//! By construction a store has three members in different zones, takes no connection that is not encrypted, asks everybody for a
//! password that stands in a secret, is on encrypted disks, and is backed up as the policy asks for. Nothing reaches its pods but
//! their operator, each other, and the workloads that connect to it.

pub mod archive;
mod exporter;
pub mod figures;
pub mod mongo;
mod operated;
mod parts;
mod pooler;
pub mod postgres;
pub mod redis;
pub mod search;
mod search_exporter;
pub mod store;

pub use archive::{Archive, ArchiveBuilder, ArchiveFor};
pub use mongo::{MongoDb, MongoDbBuilder};
pub use postgres::{PostgresCluster, PostgresClusterBuilder};
pub use redis::{Redis, RedisBuilder};
pub use search::{Search, SearchBuilder};
pub use store::{ClusterStore, MongoStore, PostgresStore, SearchStore};
