//! Stores of objects.

mod bucket;
mod secure_bucket;

pub(crate) use bucket::{BucketParts, Encryption, Lock, LogTarget, PRIVATE_BUCKET, bucket, bucket_and_policy, objects};
pub use secure_bucket::{Bucket, SecureBucket, SecureBucketBuilder};
