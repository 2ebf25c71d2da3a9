//! Backups.

mod backup_plan;

pub use backup_plan::{BackupPlan, BackupPlanBuilder, Backups, IsBackups};
pub(crate) use backup_plan::{alone, is_continuous};
