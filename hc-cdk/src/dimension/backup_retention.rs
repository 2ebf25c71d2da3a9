//! How long backups are kept: up to 35 days beside the store, longer in a vault.

pub use super::retention::*;

/// A retention of backups that is long enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "backups kept for `{Self}` are deleted too early for `{P}`",
    label = "shorter than the policy's floor: keep them longer, or leave this out and the policy decides",
    note = "HIPAA 45 CFR 164.308(a)(7)(ii)(A): data backup plan; ISO/IEC 27001:2022 A.8.13: backup"
)]
pub trait BackupRetentionFor<P> {
    /// Days for which backups are kept.
    const RANK: u32;
}

super::floor!(BackupRetentionFor, BackupRetention);
