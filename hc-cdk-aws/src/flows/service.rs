//! A service as the table of actions that touch data has it.

/// A service whose actions touch data.
#[derive(Debug)]
pub(super) struct Service {
    /// The part of its actions before the colon.
    pub(super) prefix: &'static str,
    /// What it keeps data in: kinds of resources, and the properties with their names, if they have any.
    pub(super) kinds: &'static [(&'static str, &'static str)],
    /// What stands in an ARN before the name of a store: one of these, or nothing.
    pub(super) before: &'static [&'static str],
    /// What ends that name in an ARN.
    pub(super) after: char,
    /// Actions that read.
    pub(super) reads: &'static [&'static str],
    /// Actions that write.
    pub(super) writes: &'static [&'static str],
    /// Actions that open a store to somebody, who then may do both.
    pub(super) opens: &'static [&'static str],
}
