//! Rules about databases.
//!
//! A member of a cluster has its storage, logs, backups and protection from the cluster, where they are asked for.

use hc_cdk::{control::hipaa, value::Json};

use super::{
    clauses::{AUDITED, AVAILABLE, BACKED_UP, ENCRYPTED, NOT_PUBLIC},
    rule::{Must, Rule, in_several_zones, regulated, undeletable},
    subject::{Known, Subject},
};

const CLUSTER: &str = "AWS::RDS::DBCluster";
const INSTANCE: &[&str] = &["AWS::RDS::DBInstance"];
const EITHER: &[&str] = &["AWS::RDS::DBCluster", "AWS::RDS::DBInstance"];

pub(super) const RULES: &[Rule] = &[
    // Minor versions, which mend security faults, are installed by themselves.
    Rule {
        name: "RDSAutomaticMinorVersionUpgradeEnabled",
        controls: &[hipaa::UPDATES],
        on: INSTANCE,
        when: regulated,
        must: Must::NotFalse("AutoMinorVersionUpgrade"),
        message: "does not upgrade to new minor versions",
        help: "set `AutoMinorVersionUpgrade` to true, or use an `EncryptedDatabase`",
    },
    // The machine under the database is watched, too.
    Rule {
        name: "RDSEnhancedMonitoringEnabled",
        controls: AUDITED,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(|it| it.property("MonitoringInterval").is_some_and(is_not_zero)),
        message: "has no enhanced monitoring",
        help: "set `MonitoringInterval` to at most 60 seconds, or use an `EncryptedDatabase`",
    },
    // A database is in a backup plan.
    Rule {
        name: "RDSInBackupPlan",
        controls: BACKED_UP,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(is_backed_up),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`, or use an `EncryptedDatabase`",
    },
    // A database keeps its own backups, too.
    Rule {
        name: "RDSInstanceBackupEnabled",
        controls: BACKED_UP,
        on: INSTANCE,
        when: regulated,
        must: Must::Hold(|it| it.property("BackupRetentionPeriod").is_none_or(is_not_zero)),
        message: "keeps no backups",
        help: "set `BackupRetentionPeriod` to the days that the policy asks for, or use an `EncryptedDatabase`",
    },
    // A database refuses to be deleted by hand.
    Rule {
        name: "RDSInstanceDeletionProtectionEnabled",
        controls: AVAILABLE,
        on: EITHER,
        when: undeletable,
        must: Must::Hold(|it| is_member(it) || it.flag("DeletionProtection") == Known::Is(true)),
        message: "can be deleted by hand",
        help: "set `DeletionProtection` to true, or use an `EncryptedDatabase`",
    },
    // A database has no address on the internet. What is left out depends on the subnets, so it has to be said.
    Rule {
        name: "RDSInstancePublicAccess",
        controls: NOT_PUBLIC,
        on: INSTANCE,
        when: regulated,
        must: Must::False("PubliclyAccessible"),
        message: "may have an address on the internet",
        help: "set `PubliclyAccessible` to false, or use an `EncryptedDatabase`",
    },
    // All that the engine logs is kept where it can be searched.
    Rule {
        name: "RDSLoggingEnabled",
        controls: &[hipaa::WORKFORCE_AUTHORIZATION, hipaa::LOGIN_MONITORING],
        on: EITHER,
        when: regulated,
        must: Must::Hold(exports_all_logs),
        message: "does not export every log of its engine",
        help: "name each log of the engine in `EnableCloudwatchLogsExports`, or use an `EncryptedDatabase`",
    },
    // A second zone takes over. Aurora spreads its storage by itself.
    Rule {
        name: "RDSMultiAZSupport",
        controls: AVAILABLE,
        on: INSTANCE,
        when: in_several_zones,
        must: Must::Hold(|it| is_member(it) || is_aurora(it) || it.flag("MultiAZ") == Known::Is(true)),
        message: "has no second zone to fail over to",
        help: "set `MultiAZ` to true, or use an `EncryptedDatabase`",
    },
    // Storage is encrypted.
    Rule {
        name: "RDSStorageEncrypted",
        controls: ENCRYPTED,
        on: EITHER,
        when: regulated,
        must: Must::Hold(|it| is_member(it) || it.flag("StorageEncrypted") == Known::Is(true)),
        message: "does not encrypt its storage",
        help: "set `StorageEncrypted` to true and `KmsKeyId` to a `CustomerKey`, or use an `EncryptedDatabase`",
    },
];

/// Whether it is an instance of a cluster.
fn is_member(database: &Subject<'_>) -> bool {
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
