//! How long audit records are kept: HIPAA asks for six years.

pub use super::retention::{Days90, Days365, Years2, Years6, Years7, Years10};

/// A retention of audit records that is long enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "audit records kept for `{Self}` are deleted too early for `{P}`",
    label = "shorter than the policy's floor: keep them longer, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.316(b)(2)(i): documentation kept six years; FDA 21 CFR 11.10(e): audit trails"
)]
pub trait AuditRetentionFor<P> {
    /// Days for which audit records are kept.
    const RANK: u32;
}

super::floor!(AuditRetentionFor, AuditRetention);
