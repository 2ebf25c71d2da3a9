//! expect: this is not a place for copies of backups

use hc_cdk_aws::{backup::{BackupPlan, Backups}, keys::Key};

fn program(key: &Key, copies: &Backups) {
    let _ = BackupPlan::builder().key(key).copied_to(key).build();
}

fn main() {}
