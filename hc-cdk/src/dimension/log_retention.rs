//! How long operational logs are kept.

pub use super::retention::*;

/// A retention of logs that is long enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "logs kept for `{Self}` are deleted too early for `{P}`",
    label = "shorter than the policy's floor: keep them longer, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
)]
pub trait LogRetentionFor<P> {
    /// Days for which logs are kept.
    const RANK: u32;
}

super::floor!(LogRetentionFor, LogRetention);
