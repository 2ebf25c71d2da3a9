//! The second region of the hospital: copies of what must not be lost.

use hc_cdk_aws::{backup::BackupPlan, prelude::*};

use super::{Prod, system::Copies};

/// A key, and where recovery points are copied to.
pub(crate) fn copies(stack: &mut Stack<Prod>) -> Copies {
    let key = stack.add("Key", CustomerKey::builder().build());
    let backups = stack.add("Backups", BackupPlan::builder().key(&key).build());
    Copies { key, backups }
}
