//! CloudFormation resource types as plain structs, one module per service and one file per type.
//!
//! All but this file and [`schema`] is generated from the public registry schemas by `cargo xtask codegen`. A property
//! that is not set is `None`; what the schema says of it (limits, whether it must be set) is in its documentation, and
//! [`schema`] compares it with what a program gives. An identifier that the schemas tell apart from other text has a type
//! of its own, in [`kind`].
//!
//! Each service is a feature. Those that the constructs of `hc-cdk-aws` need are on by default; for any other, depend on
//! this crate beside `hc-cdk-aws` and name the service, in small letters:
//!
//! ```toml
//! [dependencies]
//! hc-cdk-aws = "0.1"
//! hc-cdk-cfn = { version = "0.1", features = ["athena"] }
//! ```
//!
//! Cargo builds this crate once for both, so the service is then at `hc_cdk_aws::cfn::athena` too. All services at
//! once (`--all-features`) take seven times as long to build as 15 usual ones; `docs/performance.md` has the figures.
//!
//! An object that several types of a service have in common, such as a tag, is one Rust type, which each of their
//! modules exports.
//!
//! ```
//! use hc_cdk::{resource::Made, value::Attr};
//! use hc_cdk_cfn::{kms, s3, s3::bucket};
//!
//! fn key() -> kms::Key {
//!     kms::Key { enable_key_rotation: Some(true.into()), ..Default::default() }
//! }
//!
//! fn records(key: &Made<kms::Key>) -> s3::Bucket {
//!     let by_default = bucket::ServerSideEncryptionByDefault {
//!         sse_algorithm: Some("aws:kms".into()),
//!         kms_master_key_id: Some(key.get(kms::Key::ARN).into()),
//!     };
//!     let rule = bucket::ServerSideEncryptionRule {
//!         server_side_encryption_by_default: Some(by_default),
//!         ..Default::default()
//!     };
//!     s3::Bucket {
//!         bucket_name: Some(Attr::literal("clinic-records")),
//!         bucket_encryption: Some(bucket::BucketEncryption { server_side_encryption_configuration: Some(vec![rule]) }),
//!         ..Default::default()
//!     }
//! }
//! ```

#![allow(
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "a function has one line per property, and a property has the shape that the schema gives it"
)]
#![allow(
    missing_debug_implementations,
    reason = "a derive costs more compile time than all else in a generated struct, and properties are printed as JSON"
)]

/// What every resource type here has in common: CloudFormation makes it.
#[derive(Debug, Clone, Copy)]
pub struct CloudFormation;

pub mod kind;
pub mod schema;
mod services;

#[allow(unused_imports, unreachable_pub, reason = "without a feature there is no service")]
pub use services::*;
