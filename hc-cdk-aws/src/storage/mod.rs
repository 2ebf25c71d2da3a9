//! Stores of objects, of items and of files, settings, and caches.

mod cache;
mod files;
mod secure_bucket;
mod setting;
mod table;

pub use cache::{Cache, CacheBuilder, CacheNode, Cached};
pub(crate) use files::KEEPER as FILES_KEEPER;
pub use files::{
    AccessPoint, AccessPointBuilder, FileSystem, FileSystemBuilder, Files, IdleFor, IsFiles, PosixUser, Throughput,
};
pub use secure_bucket::{Bucket, SecureBucket, SecureBucketBuilder};
pub use setting::{Setting, SettingBuilder, SettingHandle};
pub use table::{
    Capacity, EncryptedTable, EncryptedTableBuilder, IsTableKey, Table, TableClass, TableIndex, TableKey, TableStream,
};
