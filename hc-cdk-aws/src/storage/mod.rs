//! Stores of objects and of items.

mod secure_bucket;
mod table;

pub use secure_bucket::{Bucket, SecureBucket, SecureBucketBuilder};
pub use table::{
    Capacity, EncryptedTable, EncryptedTableBuilder, IsTableKey, Table, TableClass, TableIndex, TableKey, TableStream,
};
