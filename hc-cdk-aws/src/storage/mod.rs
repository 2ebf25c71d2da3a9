//! Stores of objects.

mod secure_bucket;

pub use secure_bucket::{Bucket, SecureBucket, SecureBucketBuilder};
