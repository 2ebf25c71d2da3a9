//! Records of what happened: logs and the audit trail.

mod audit_trail;
mod emptier;
mod log_group;
#[cfg(test)]
mod tests;

pub use audit_trail::{AuditTrail, AuditTrailBuilder, IsTrail, Trail};
pub use log_group::{LogGroup, LogGroupBuilder, LogGroupHandle};
pub(crate) use log_group::{Logs, log_group};
