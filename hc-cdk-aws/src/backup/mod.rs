//! Backups.

mod backup_plan;

pub(crate) use backup_plan::declare;
pub use backup_plan::{BackupPlan, BackupPlanBuilder, Backups};
