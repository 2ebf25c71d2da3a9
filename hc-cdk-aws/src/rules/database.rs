//! Rules about databases.
//!
//! A member of a cluster has its storage, logs, backups and protection from the cluster, where they are asked for.

use hc_cdk::{
    control::hipaa,
    rule::{Must, Subject},
    value::Json,
};

use hc_cdk::rule::Known;

use super::{
    clauses::{AUDITED, AVAILABLE, BACKED_UP, ENCRYPTED, NOT_PUBLIC},
    when::{in_several_zones, regulated, undeletable},
};

pub(super) const CLUSTER: &str = "AWS::RDS::DBCluster";
const INSTANCE: &[&str] = &["AWS::RDS::DBInstance"];
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
        must: Must::Hold(|it| it.property("MonitoringInterval").is_some_and(is_not_zero)),
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
        must: Must::Hold(|it| it.property("BackupRetentionPeriod").is_none_or(is_not_zero)),
        message: "keeps no backups",
        help: "set `BackupRetentionPeriod` to the days that the policy asks for, or use an `EncryptedDatabase`",
    }

    pub RDS_INSTANCE_DELETION_PROTECTION_ENABLED = "RDSInstanceDeletionProtectionEnabled" {
        sentence: "a database refuses to be deleted by hand",
        controls: AVAILABLE,
        on: EITHER,
        when: undeletable,
        must: Must::Hold(|it| is_member(it) || it.flag("DeletionProtection") == Known::Is(true)),
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
        must: Must::Hold(exports_all_logs),
        message: "does not export every log of its engine",
        help: "name each log of the engine in `EnableCloudwatchLogsExports`, or use an `EncryptedDatabase`",
    }

    pub RDS_MULTI_AZ_SUPPORT = "RDSMultiAZSupport" {
        sentence: "a second zone takes over",
        controls: AVAILABLE,
        on: INSTANCE,
        when: in_several_zones,
        must: Must::Hold(|it| is_member(it) || is_aurora(it) || it.flag("MultiAZ") == Known::Is(true)),
        message: "has no second zone to fail over to",
        help: "set `MultiAZ` to true, or use an `EncryptedDatabase`",
    }

    pub RDS_STORAGE_ENCRYPTED = "RDSStorageEncrypted" {
        sentence: "storage is encrypted",
        controls: ENCRYPTED,
        on: EITHER,
        when: regulated,
        must: Must::Hold(|it| is_member(it) || it.flag("StorageEncrypted") == Known::Is(true)),
        message: "does not encrypt its storage",
        help: "set `StorageEncrypted` to true and `KmsKeyId` to a `CustomerKey`, or use an `EncryptedDatabase`",
    }
}

/// Whether it is an instance of a cluster.
pub(super) fn is_member(database: &Subject<'_>) -> bool {
    !database.is(CLUSTER) && database.property("DBClusterIdentifier").is_some()
}

fn is_aurora(database: &Subject<'_>) -> bool {
    database.text("Engine").is_some_and(|engine| engine.starts_with("aurora"))
}

/// A number that is a literal other than 0. What only the deployment knows can be 0.
fn is_not_zero(number: &Json) -> bool {
    match number {
        Json::Int(number) => *number != 0,
        Json::Float(number) => *number != 0.0,
        Json::Text(number) => number != "0",
        _ => false,
    }
}

/// AWS Backup takes clusters whole, so a member is in a plan if its cluster is.
fn is_backed_up(instance: &Subject<'_>) -> bool {
    let selected = |it: &Subject<'_>| it.is_named_by_any("AWS::Backup::BackupSelection", "BackupSelection/Resources");
    selected(instance) || instance.target("DBClusterIdentifier").is_some_and(|cluster| selected(&cluster))
}

/// The logs of an engine.
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
    if is_member(database) {
        return true;
    }
    let exports = database.list("EnableCloudwatchLogsExports");
    let Some(engine) = database.text("Engine") else { return false };
    logs_of(engine).iter().all(|log| exports.iter().any(|export| export.as_text() == Some(log)))
}
