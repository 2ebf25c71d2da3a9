//! Databases, with members of clusters.

use hc_cdk::value::Value;
use hc_cdk_aws::cfn::{
    backup::{BackupSelection, backup_selection::BackupSelectionResourceType},
    rds::{DbCluster, DbInstance},
};

use super::{Case, alone, parameter, raw};

fn postgres() -> DbInstance {
    DbInstance {
        enable_cloudwatch_logs_exports: Some(vec!["postgresql".into(), "upgrade".into()]),
        engine: Some("postgres".into()),
        monitoring_interval: Some(60.into()),
        multi_az: Some(true.into()),
        publicly_accessible: Some(false.into()),
        storage_encrypted: Some(true.into()),
        deletion_protection: Some(true.into()),
        ..Default::default()
    }
}

fn aurora() -> DbCluster {
    DbCluster {
        enable_cloudwatch_logs_exports: Some(vec!["postgresql".into()]),
        engine: Some("aurora-postgresql".into()),
        storage_encrypted: Some(true.into()),
        deletion_protection: Some(true.into()),
        ..Default::default()
    }
}

fn member(cluster: Value<String>) -> DbInstance {
    DbInstance { db_cluster_identifier: Some(cluster), engine: Some("aurora-postgresql".into()), ..Default::default() }
}

fn selection(arn: Value<String>) -> BackupSelection {
    let selection = BackupSelectionResourceType { resources: Some(vec![arn]), ..Default::default() };
    BackupSelection { backup_selection: Some(selection), ..Default::default() }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "RDSAutomaticMinorVersionUpgradeEnabled",
        bad: |it| alone(it, "Db", DbInstance { auto_minor_version_upgrade: Some(false.into()), ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSEnhancedMonitoringEnabled",
        bad: |it| alone(it, "Db", DbInstance { monitoring_interval: Some(0.into()), ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSInBackupPlan",
        bad: |it| alone(it, "Db", postgres()),
        good: |it| {
            let db = raw(it, "Db", postgres());
            raw(it, "Backup", selection(db.get(DbInstance::DB_INSTANCE_ARN)));
        },
    },
    Case {
        rule: "RDSInBackupPlan",
        bad: |it| {
            let cluster = raw(it, "Cluster", aurora());
            raw(it, "Db", member(cluster.id()));
        },
        good: |it| {
            let cluster = raw(it, "Cluster", aurora());
            raw(it, "Db", member(cluster.id()));
            raw(it, "Backup", selection(cluster.id()));
        },
    },
    Case {
        rule: "RDSInBackupPlan",
        bad: |it| {
            let db = raw(it, "Db", postgres());
            let plan = Some(Value::from_json(db.id().json().clone()));
            raw(
                it,
                "Backup",
                BackupSelection { backup_plan_id: plan, ..selection(db.get(DbInstance::DB_INSTANCE_ARN)) },
            );
        },
        good: |it| {
            let db = raw(it, "Db", postgres());
            raw(it, "Backup", selection(db.get(DbInstance::DB_INSTANCE_ARN)));
        },
    },
    Case {
        rule: "RDSInstanceBackupEnabled",
        bad: |it| alone(it, "Db", DbInstance { backup_retention_period: Some(0.into()), ..postgres() }),
        good: |it| alone(it, "Db", DbInstance { backup_retention_period: Some(30.into()), ..postgres() }),
    },
    Case {
        rule: "RDSInstanceBackupEnabled",
        bad: |it| {
            let days = Some(parameter(it, "Days"));
            raw(it, "Db", DbInstance { backup_retention_period: days, ..postgres() });
        },
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSInstanceDeletionProtectionEnabled",
        bad: |it| alone(it, "Db", DbInstance { deletion_protection: None, ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSInstanceDeletionProtectionEnabled",
        bad: |it| alone(it, "Cluster", DbCluster { deletion_protection: None, ..aurora() }),
        good: |it| {
            let cluster = raw(it, "Cluster", aurora());
            raw(it, "Db", member(cluster.id()));
        },
    },
    Case {
        rule: "RDSInstancePublicAccess",
        bad: |it| alone(it, "Db", DbInstance { publicly_accessible: None, ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSInstancePublicAccess",
        bad: |it| {
            let public = Some(parameter(it, "Public"));
            raw(it, "Db", DbInstance { publicly_accessible: public, ..postgres() });
        },
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSLoggingEnabled",
        bad: |it| {
            let logs = Some(vec!["postgresql".into()]);
            raw(it, "Db", DbInstance { enable_cloudwatch_logs_exports: logs, ..postgres() });
        },
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSLoggingEnabled",
        bad: |it| alone(it, "Cluster", DbCluster { enable_cloudwatch_logs_exports: None, ..aurora() }),
        good: |it| {
            let cluster = raw(it, "Cluster", aurora());
            raw(it, "Db", member(cluster.id()));
        },
    },
    Case {
        rule: "RDSMultiAZSupport",
        bad: |it| alone(it, "Db", DbInstance { multi_az: Some(false.into()), ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSStorageEncrypted",
        bad: |it| alone(it, "Db", DbInstance { storage_encrypted: None, ..postgres() }),
        good: |it| alone(it, "Db", postgres()),
    },
    Case {
        rule: "RDSStorageEncrypted",
        bad: |it| alone(it, "Cluster", DbCluster { storage_encrypted: None, ..aurora() }),
        good: |it| {
            let cluster = raw(it, "Cluster", aurora());
            raw(it, "Db", member(cluster.id()));
        },
    },
];
