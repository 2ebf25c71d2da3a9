//! Rules about databases.
//!
//! A member of a cluster has its storage, logs, backups and protection from the cluster, where they are asked for. A replica has its
//! password from the database that it follows, and whether it is encrypted. What is restored from a snapshot has a password of its own.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject, Verdict},
    value::Json,
};

use super::{
    backed_up::is_selected,
    clauses::{AUDITED, AVAILABLE, BACKED_UP, ENCRYPTED, NOT_PUBLIC},
    read::number,
    when::{customer_key, in_several_zones, regulated, undeletable},
};

pub(super) const CLUSTER: &str = "AWS::RDS::DBCluster";
pub(super) const INSTANCE: &[&str] = &["AWS::RDS::DBInstance"];
/// How a database says what it follows, and has a password and a key from.
const SOURCES: [&str; 6] = [
    "ReplicationSourceIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDBInstanceIdentifier",
    "SourceDbClusterResourceId",
    "SourceDbiResourceId",
];
/// How it says what it is restored from, and has a key from. CloudFormation gives it a password of its own afterwards.
const SNAPSHOTS: [&str; 3] = ["DBClusterSnapshotIdentifier", "DBSnapshotIdentifier", "SnapshotIdentifier"];

pub(super) const EITHER: &[&str] = &["AWS::RDS::DBCluster", "AWS::RDS::DBInstance"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED = "RDSAutomaticMinorVersionUpgradeEnabled" {
        sentence: "minor versions, which mend security faults, are installed by themselves",
        controls: &[hipaa::UPDATES],
        on: INSTANCE,
        when: regulated,
        must: Must::NotFalse("AutoMinorVersionUpgrade"),
        message: "does not upgrade to new minor versions",
        help: "set `AutoMinorVersionUpgrade` to true, or use an `EncryptedDatabase`",
    }

    pub RDS_ENHANCED_MONITORING_ENABLED = "RDSEnhancedMonitoringEnabled" {
        sentence: "the machine under the database is watched, too",
        controls: AUDITED,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(|it| it.property("MonitoringInterval").and_then(number).is_some_and(|seconds| seconds > 0)),
        message: "has no enhanced monitoring",
        help: "set `MonitoringInterval` to at most 60 seconds, or use an `EncryptedDatabase`",
    }

    pub RDS_IN_BACKUP_PLAN = "RDSInBackupPlan" {
        sentence: "a database is in a backup plan",
        controls: BACKED_UP,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(is_backed_up),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`, or use an `EncryptedDatabase`",
    }

    pub RDS_INSTANCE_BACKUP_ENABLED = "RDSInstanceBackupEnabled" {
        sentence: "a database keeps its own backups, too",
        controls: BACKED_UP,
        on: INSTANCE,
        when: regulated,
        must: Must::Judge(|it| of_its_own(it, keeps_backups)),
        message: "keeps no backups",
        help: "set `BackupRetentionPeriod` to the days that the policy asks for, or use an `EncryptedDatabase`",
    }

    pub RDS_INSTANCE_DELETION_PROTECTION_ENABLED = "RDSInstanceDeletionProtectionEnabled" {
        sentence: "a database refuses to be deleted by hand",
        controls: AVAILABLE,
        on: EITHER,
        when: undeletable,
        must: Must::Judge(|it| of_its_own(it, |it| it.flag("DeletionProtection") == Known::Is(true))),
        message: "can be deleted by hand",
        help: "set `DeletionProtection` to true, or use an `EncryptedDatabase`",
    }

    pub RDS_INSTANCE_PUBLIC_ACCESS = "RDSInstancePublicAccess" {
        sentence: "a database has no address on the internet",
        controls: NOT_PUBLIC,
        on: INSTANCE,
        when: regulated,
        must: Must::False("PubliclyAccessible"),
        message: "may have an address on the internet",
        help: "set `PubliclyAccessible` to false, or use an `EncryptedDatabase`",
    }

    pub RDS_LOGGING_ENABLED = "RDSLoggingEnabled" {
        sentence: "all that the engine logs is kept where it can be searched",
        controls: &[hipaa::WORKFORCE_AUTHORIZATION, hipaa::LOGIN_MONITORING],
        on: EITHER,
        when: regulated,
        must: Must::Judge(|it| of_its_own(it, exports_all_logs)),
        message: "does not export every log of its engine",
        help: "name each log of the engine in `EnableCloudwatchLogsExports`, or use an `EncryptedDatabase`",
    }

    pub RDS_MULTI_AZ_SUPPORT = "RDSMultiAZSupport" {
        sentence: "a second zone takes over",
        controls: AVAILABLE,
        on: INSTANCE,
        when: in_several_zones,
        must: Must::Judge(|it| of_its_own(it, |it| it.flag("MultiAZ") == Known::Is(true))),
        message: "has no second zone to fail over to",
        help: "set `MultiAZ` to true, or use an `EncryptedDatabase`",
    }

    pub RDS_STORAGE_ENCRYPTED = "RDSStorageEncrypted" {
        sentence: "storage is encrypted",
        controls: ENCRYPTED,
        on: EITHER,
        when: regulated,
        must: Must::Judge(|it| of_its_own(it, |it| {
            origin(it).is_some_and(|it| is_encrypted(&it))
        })),
        message: "does not encrypt its storage",
        help: "set `StorageEncrypted` to true and `KmsKeyId` to a `CustomerKey`, or use an `EncryptedDatabase`",
    }
}

/// Whether it is an instance of a cluster.
pub(super) fn is_member(database: &Subject<'_>) -> bool {
    !database.is(CLUSTER) && database.property("DBClusterIdentifier").is_some()
}

/// Without a word about it, backups are kept for a day. What only the deployment knows can be 0.
fn keeps_backups(instance: &Subject<'_>) -> bool {
    instance.property("BackupRetentionPeriod").is_none_or(|days| number(days).is_some_and(|days| days > 0))
}

/// A member of a cluster has all this from the cluster.
pub(super) fn of_its_own(database: &Subject<'_>, holds: impl Fn(&Subject<'_>) -> bool) -> Verdict {
    if is_member(database) { Verdict::NotApplicable } else { Verdict::of(holds(database)) }
}

/// Whether a database that follows none is encrypted, as is known here. An instance that is restored is if its snapshot was; a cluster is
/// with the key that it names, whatever its snapshot is ("Encrypting Amazon Aurora resources" of the Aurora user guide).
pub(super) fn is_encrypted(database: &Subject<'_>) -> bool {
    let is_new = SNAPSHOTS.iter().all(|snapshot| database.lacks(snapshot));
    database.flag("StorageEncrypted") == Known::Is(true)
        && (is_new || database.is(CLUSTER) && customer_key(database, "KmsKeyId"))
}

/// Whether a database follows no other one.
pub(super) fn is_an_origin(database: &Subject<'_>) -> bool {
    SOURCES.iter().all(|source| database.lacks(source))
}

/// A database, and those that it follows, one after the other: one replica may follow another, three deep at most.
pub(super) fn chain<'a>(database: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let followed =
        |it: &Subject<'a>| it.target("SourceDBInstanceIdentifier").filter(|it| it.is("AWS::RDS::DBInstance"));
    std::iter::successors(Some(*database), followed).take(4)
}

/// The database that a replica follows, and that follows none: itself if it is no replica, and nothing if nobody knows.
pub(super) fn origin<'a>(database: &Subject<'a>) -> Option<Subject<'a>> {
    chain(database).find(is_an_origin)
}

/// A property of a database that a replica has of what it follows, if it does not say.
pub(super) fn inherited<'a>(database: &Subject<'a>, path: &str) -> Option<&'a Json> {
    chain(database).find_map(|it| it.property(path))
}

/// AWS Backup takes clusters whole, so a member is in a plan if its cluster is.
fn is_backed_up(instance: &Subject<'_>) -> bool {
    is_selected(instance) || instance.target("DBClusterIdentifier").is_some_and(|cluster| is_selected(&cluster))
}

/// The logs of an engine; none of one that is not known.
///
/// Source: `EnableCloudwatchLogsExports` of `AWS::RDS::DBInstance` and of `AWS::RDS::DBCluster`.
fn logs_of(engine: &str) -> &'static [&'static str] {
    match engine {
        "aurora-postgresql" => &["postgresql"],
        "postgres" => &["postgresql", "upgrade"],
        "aurora-mysql" | "mysql" | "mariadb" => &["audit", "error", "general", "slowquery"],
        it if it.starts_with("oracle") => &["alert", "audit", "listener", "trace"],
        it if it.starts_with("sqlserver") => &["agent", "error"],
        it if it.starts_with("db2") => &["diag.log", "notify.log"],
        _ => &[],
    }
}

fn exports_all_logs(database: &Subject<'_>) -> bool {
    let exports = database.list("EnableCloudwatchLogsExports");
    let logs = inherited(database, "Engine").and_then(Json::as_text).map_or(&[][..], logs_of);
    !logs.is_empty() && logs.iter().all(|log| exports.iter().any(|export| export.as_text() == Some(log)))
}
