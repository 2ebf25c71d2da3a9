//! Stores of objects.

mod bucket;
mod secure_bucket;

pub(crate) use bucket::{BucketParts, Encryption, Lock, LogTarget, bucket, bucket_and_policy, objects};
pub use secure_bucket::{Bucket, SecureBucket, SecureBucketBuilder};
