//! Seven years of backups are more than the 30 days that HIPAA asks for here.

use hc_cdk::{
    dimension::backup_retention,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{backup::BackupPlan, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Backups", BackupPlan::builder().key(&key).build().retention(backup_retention::Years7));
}
