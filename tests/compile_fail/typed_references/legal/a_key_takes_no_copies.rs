//! Copies go to the vault of another plan.

use hc_cdk_aws::{backup::{BackupPlan, Backups}, keys::Key};

fn program(key: &Key, copies: &Backups) {
    let _ = BackupPlan::builder().key(key).copied_to(copies).build();
}

fn main() {}
