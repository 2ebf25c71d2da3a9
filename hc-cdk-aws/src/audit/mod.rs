//! Records of what happened: logs and the audit trail.

mod audit_trail;
mod audited;
mod emptier;
mod existing_trail;
mod log_group;
#[cfg(test)]
mod tests;

pub use audit_trail::{AuditTrail, AuditTrailBuilder, IsOwnTrail, Trail};
pub use audited::{Audited, IsTrail};
pub use existing_trail::{ExistingTrail, ExistingTrailBuilder, IsTrailArn, TrailOfOthers};
pub use log_group::{LogGroup, LogGroupBuilder, LogGroupHandle};
pub(crate) use log_group::{Logs, log_group};
