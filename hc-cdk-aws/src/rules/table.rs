//! Rules about tables of items.

use hc_cdk::rule::{Known, Must, Subject, Verdict};

use super::{
    clauses::{AVAILABLE, BACKED_UP, ENCRYPTED},
    when::{customer_key, regulated, undeletable, under_own_keys},
};

const TABLE: &[&str] = &["AWS::DynamoDB::Table"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DYNAMO_DB_AUTO_SCALING_ENABLED = "DynamoDBAutoScalingEnabled" {
        sentence: "a table whose capacity is stated is scaled, for reading and for writing",
        controls: AVAILABLE,
        on: TABLE,
        when: regulated,
        must: Must::Judge(is_scaled),
        message: "has a capacity that nothing scales",
        help: "set `BillingMode` to `PAY_PER_REQUEST`, or name the table in the `ResourceId` of a scalable target for reading and of one for writing; an `EncryptedTable` does",
    }

    pub DYNAMO_DB_IN_BACKUP_PLAN = "DynamoDBInBackupPlan" {
        sentence: "a table is in a backup plan",
        controls: BACKED_UP,
        on: TABLE,
        when: regulated,
        must: Must::Hold(|it| it.is_named_by_any("AWS::Backup::BackupSelection", "BackupSelection/Resources")),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`, or use an `EncryptedTable`",
    }

    pub DYNAMO_DB_PITR_ENABLED = "DynamoDBPITREnabled" {
        sentence: "a table can be restored to any second of the last days",
        controls: BACKED_UP,
        on: TABLE,
        when: regulated,
        must: Must::True("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled"),
        message: "cannot be restored to a point in time",
        help: "set `PointInTimeRecoveryEnabled` in `PointInTimeRecoverySpecification` to true, or use an `EncryptedTable`",
    }

    pub DYNAMO_DB_TABLE_DELETION_PROTECTION_ENABLED = "DynamoDBTableDeletionProtectionEnabled" {
        sentence: "a table refuses to be deleted by hand",
        controls: AVAILABLE,
        on: TABLE,
        when: undeletable,
        must: Must::True("DeletionProtectionEnabled"),
        message: "can be deleted by hand",
        help: "set `DeletionProtectionEnabled` to true, or use an `EncryptedTable`",
    }

    pub DYNAMO_DB_TABLE_ENCRYPTED_KMS = "DynamoDBTableEncryptedKMS" {
        sentence: "a table is encrypted with a key of the customer's",
        controls: ENCRYPTED,
        on: TABLE,
        when: under_own_keys,
        must: Must::Hold(|it| {
            it.flag("SSESpecification/SSEEnabled") == Known::Is(true) && customer_key(it, "SSESpecification/KMSMasterKeyId")
        }),
        message: "is not encrypted with a key of the customer's",
        help: "set `SSEEnabled` in `SSESpecification` to true and `KMSMasterKeyId` to a `CustomerKey`, or use an `EncryptedTable`",
    }
}

/// A table that takes as much as is asked of it has no capacity to scale. What only the deployment knows can be a capacity.
fn is_scaled(table: &Subject<'_>) -> Verdict {
    if table.text("BillingMode") == Some("PAY_PER_REQUEST") {
        return Verdict::NotApplicable;
    }
    let scaled = |way: &str| {
        table
            .users_of("AWS::ApplicationAutoScaling::ScalableTarget")
            .any(|it| it.text("ScalableDimension") == Some(way) && table.is_named_in(&it, "ResourceId"))
    };
    Verdict::of(scaled("dynamodb:table:ReadCapacityUnits") && scaled("dynamodb:table:WriteCapacityUnits"))
}
