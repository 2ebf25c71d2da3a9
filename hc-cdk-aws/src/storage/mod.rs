//! Stores of objects.

mod bucket;

pub(crate) use bucket::{BucketParts, Encryption, Lock, LogTarget, PRIVATE_BUCKET, bucket, bucket_and_policy, objects};
