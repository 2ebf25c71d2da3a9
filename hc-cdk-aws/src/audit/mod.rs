//! Records of what happened: logs and the audit trail.

mod audit_trail;
mod log_group;

pub use audit_trail::{AuditTrail, AuditTrailBuilder, IsTrail, Trail};
pub(crate) use log_group::{ENCRYPTED_AND_KEPT, Logs, log_group};
pub use log_group::{LogGroup, LogGroupBuilder, LogGroupHandle};
