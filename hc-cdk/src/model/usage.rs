//! How much of something is used in a month, as programs say it for an estimate of cost.

use std::panic::Location;

use crate::value::ResourceRef;

/// What a program says of the usage of one resource.
#[derive(Debug)]
pub struct UsageRecord {
    /// The resource.
    pub resource: ResourceRef,
    /// What is measured, with its unit, such as `GB stored`.
    pub measure: &'static str,
    /// How much of it there is in a month.
    pub amount: u64,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}
