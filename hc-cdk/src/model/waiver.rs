//! Who signed for what.

use std::panic::Location;

use crate::{policy::control::Control, value::date::Date};

/// A waiver as it stands in the stack.
#[derive(Debug, Clone)]
pub struct WaiverRecord {
    /// The construct that it is scoped to: its path without the stack's name.
    pub path: String,
    /// The clause that is waived.
    pub control: Control,
    /// Why.
    pub reason: &'static str,
    /// Who approved it.
    pub approver: &'static str,
    /// The last day on which it holds.
    pub end: Date,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}
