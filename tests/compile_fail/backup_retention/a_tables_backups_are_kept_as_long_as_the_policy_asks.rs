//! expect: backups kept for `Days7` are deleted too early for `Hipaa`

use hc_cdk::{data::Phi, dimension::backup_retention::Days7, policy::Hipaa};
use hc_cdk_aws::{prelude::*, region};

fn main() {
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let visits = EncryptedTable::builder().perimeter(&clinical).partition_key(TableKey::text("patient")).build();
    stack.add("Visits", visits.backup_retention(Days7));
}
