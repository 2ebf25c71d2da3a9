//! The core of hc-cdk.
pub mod resource;
pub mod value;
