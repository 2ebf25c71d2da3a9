//! expect: a backup plan needs a key that encrypts its recovery points

use hc_cdk::policy::Hipaa;
use hc_cdk_aws::{backup::BackupPlan, prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    stack.add("Own", BackupPlan::builder().build());
}
