//! Stores of objects, of items and of files, caches, and settings.

mod bucket_life;
mod cache;
mod files;
mod secure_bucket;
mod setting;
mod table;

pub use bucket_life::{Colder, Lifecycle, Pages};
pub use cache::{Cache, CacheBuilder, CacheEngine, CacheNode, Cached, IsCacheEngine, IsCacheNode, RedisOss, Valkey};
pub(crate) use files::KEEPER as FILES_KEEPER;
pub use files::{
    AccessPoint, AccessPointBuilder, FileSystem, FileSystemBuilder, Files, IdleFor, IsFiles, IsPosixUser, PosixUser,
    Throughput,
};
pub use secure_bucket::{Bucket, BucketEvents, IsBucket, SecureBucket, SecureBucketBuilder};
pub use setting::{Setting, SettingBuilder, SettingHandle};
pub use table::{
    Capacity, EncryptedTable, EncryptedTableBuilder, IsTableKey, IsTableStream, Table, TableClass, TableIndex,
    TableKey, TableStream,
};
