//! expect: backups kept for `Days7` are deleted too early for `(Hipaa, Production)`

use hc_cdk::{dimension::backup_retention, policy::{Hipaa, Production}};
use hc_cdk_aws::{backup::BackupPlan, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Backups", BackupPlan::builder().key(&key).build().retention(backup_retention::Days7));
}
