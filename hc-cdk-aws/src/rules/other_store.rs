//! Rules about stores of other services: tables, file systems, caches, and what moves databases.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use super::{Must, Subject, hipaa, read::number, regulated};

const TABLE: &[&str] = &["AWS::DynamoDB::Table"];
const FILES: &[&str] = &["AWS::EFS::FileSystem"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DMS_REPLICATION_NOT_PUBLIC = "DMSReplicationNotPublic" {
        sentence: "what moves databases has no address on the internet",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: &["AWS::DMS::ReplicationInstance"],
        when: regulated,
        must: Must::False("PubliclyAccessible"),
        message: "may have an address on the internet",
        help: "set `PubliclyAccessible` to false",
    }

    pub DYNAMODB_AUTO_SCALING_ENABLED = "DynamoDBAutoScalingEnabled" {
        sentence: "a table takes as many requests as there are",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE],
        on: TABLE,
        when: regulated,
        must: Must::Hold(grows),
        message: "refuses requests when there are more than was reserved",
        help: "set `BillingMode` to `PAY_PER_REQUEST`, or name the table in scalable targets for reading and for writing",
    }

    pub DYNAMODB_IN_BACKUP_PLAN = "DynamoDBInBackupPlan" {
        sentence: "a table is in a backup plan",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: TABLE,
        when: regulated,
        must: Must::Hold(is_selected),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`",
    }

    pub DYNAMODBPITR_ENABLED = "DynamoDBPITREnabled" {
        sentence: "a table can be restored to any second",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: TABLE,
        when: regulated,
        must: Must::True("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled"),
        message: "cannot be restored to any second",
        help: "set `PointInTimeRecoveryEnabled` in `PointInTimeRecoverySpecification` to true",
    }

    pub EFS_ENCRYPTED = "EFSEncrypted" {
        sentence: "files are encrypted",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION],
        on: FILES,
        when: regulated,
        must: Must::True("Encrypted"),
        message: "does not encrypt its files",
        help: "set `Encrypted` to true and `KmsKeyId` to a `CustomerKey`",
    }

    pub EFS_IN_BACKUP_PLAN = "EFSInBackupPlan" {
        sentence: "a file system is in a backup plan",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: FILES,
        when: regulated,
        must: Must::Hold(is_selected),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`",
    }

    pub ELASTI_CACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP = "ElastiCacheRedisClusterAutomaticBackup" {
        sentence: "what is in a Redis cache is kept for 15 days",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: &["AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup"],
        when: regulated,
        must: Must::Hold(|it| is_no_redis(it) || it.property("SnapshotRetentionLimit").and_then(number).is_some_and(|days| days >= 15)),
        message: "keeps its snapshots for less than 15 days",
        help: "set `SnapshotRetentionLimit` to at least 15",
    }
}

fn is_selected(store: &Subject<'_>) -> bool {
    store.is_named_by_any("AWS::Backup::BackupSelection", "BackupSelection/Resources")
}

fn grows(table: &Subject<'_>) -> bool {
    let scaled = |what: &str| {
        let targets = table.users_of("AWS::ApplicationAutoScaling::ScalableTarget");
        targets.filter(|it| table.is_named_in(it, "ResourceId")).any(|it| it.text("ScalableDimension") == Some(what))
    };
    table.text("BillingMode") == Some("PAY_PER_REQUEST")
        || scaled("dynamodb:table:ReadCapacityUnits") && scaled("dynamodb:table:WriteCapacityUnits")
}

/// What is no Redis keeps nothing.
fn is_no_redis(cache: &Subject<'_>) -> bool {
    cache.text("Engine") == Some("memcached")
}
