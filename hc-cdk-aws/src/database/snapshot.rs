//! A snapshot of a database that exists already, which another one begins with: what was kept is read back.

use crate::{
    kind::{ClusterSnapshotArn, SnapshotArn},
    literal::arn::Arn,
};

/// A snapshot of a database, by its ARN: `.restored_from(..)` of an [`EncryptedDatabase`](super::EncryptedDatabase).
///
/// A recovery point of a backup plan is one, too. It is there under a new name, beside what it was made of or instead of that:
///
/// ```
/// use hc_cdk::{data::Phi, date, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{kind::{ClusterSnapshotArn, SnapshotArn}, prelude::*, region, rule};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
///
/// // Aurora encrypts what it restores with the key of the perimeter.
/// let before = arn!(ClusterSnapshotArn, "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:before");
/// let images = EncryptedDatabase::builder().perimeter(&clinical).engine(AuroraPostgres::V17).restored_from(before);
/// stack.add("Images2", images);
///
/// // An instance has the key of its snapshot. Whoever copied the snapshot with the right one signs for it.
/// let before = arn!(SnapshotArn, "arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:job-0b1c2d3e");
/// let patients = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17).restored_from(before);
/// let why = "copied with the clinic's key on 2026-11-02, ticket 4711";
/// let keyed = Waiver::new(rule::DATABASE_HAS_THE_CUSTOMERS_KEY, why, "jane.roe", date!("2027-10-31"));
/// let keyed = keyed.and(rule::RDS_STORAGE_ENCRYPTED);
/// stack.add("Patients2", keyed.construct(patients));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(super) arn: String,
    /// Whether it is of a cluster of Aurora.
    pub(super) is_of_cluster: bool,
}

impl Snapshot {
    /// The region that it is in.
    pub(super) fn region(&self) -> &str {
        self.arn.split(':').nth(3).unwrap_or_default()
    }
}

/// A snapshot of a database.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a snapshot of a database",
    label = "name it by its ARN: `arn!(SnapshotArn, \"arn:aws:rds:..:snapshot:..\")`, or that of a `ClusterSnapshotArn`",
    note = "HIPAA 45 CFR 164.308(a)(7)(ii)(B): disaster recovery; SOC 2 A1.2: backup and recovery"
)]
pub trait IsSnapshot {
    /// What is given.
    fn it(self) -> Snapshot;
}

#[diagnostic::do_not_recommend]
impl IsSnapshot for Arn<SnapshotArn> {
    fn it(self) -> Snapshot {
        Snapshot { arn: self.as_str().to_owned(), is_of_cluster: false }
    }
}

#[diagnostic::do_not_recommend]
impl IsSnapshot for Arn<ClusterSnapshotArn> {
    fn it(self) -> Snapshot {
        Snapshot { arn: self.as_str().to_owned(), is_of_cluster: true }
    }
}
