//! Rules about tables of items.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::{availability::MultiRegion, tls::Tls13},
    policy::Dimension,
    rule::{Index, Known, Must, Subject, Verdict, asks},
};

use super::{
    backed_up::is_selected,
    clauses::{AVAILABLE, BACKED_UP, CONFIDENTIAL},
    database_kept::planned_days,
    read::{REFERENCE, flat, number},
    when::{customer_key, regulated, undeletable},
};

/// For how many days a table can be restored to any second, if it does not say for how many.
const RESTORABLE: i64 = 35;

const TABLE: &[&str] = &["AWS::DynamoDB::Table"];

/// What answers for tables, by an empty text: for which is a matter of its role, so that each may.
///
/// Source: the guide to `DynamoDB`, "DAX encryption in transit": there is none unless the cluster asks for it.
static ACCELERATORS: Index = Index::by(|it| (it.kind() == "AWS::DAX::Cluster").then(String::new));

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DYNAMO_DB_AUTO_SCALING_ENABLED = "DynamoDBAutoScalingEnabled" {
        sentence: "a table whose capacity is stated is scaled, for reading and for writing",
        controls: AVAILABLE,
        on: TABLE,
        when: regulated,
        must: Must::Judge(is_scaled),
        message: "has a capacity that nothing scales",
        help: "set `BillingMode` to `PAY_PER_REQUEST`, or name the table in the `ResourceId` of a scalable target for reading and of one for writing, each with room between its `MinCapacity` and its `MaxCapacity` and with a scaling policy; an `EncryptedTable` does",
    }

    pub DYNAMO_DB_IN_BACKUP_PLAN = "DynamoDBInBackupPlan" {
        sentence: "a table is in a backup plan",
        controls: BACKED_UP,
        on: TABLE,
        when: regulated,
        must: Must::Hold(is_selected),
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
        controls: CONFIDENTIAL,
        on: TABLE,
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| {
            it.flag("SSESpecification/SSEEnabled") == Known::Is(true) && customer_key(it, "SSESpecification/KMSMasterKeyId")
        }),
        message: "is not encrypted with a key of the customer's",
        help: "set `SSEEnabled` in `SSESpecification` to true and `KMSMasterKeyId` to a `CustomerKey`, or use an `EncryptedTable`",
    }

    pub TABLE_KEEPS_BACKUPS = "TableKeepsBackups" {
        sentence: "backups of a table are kept for as long as the policy asks for",
        controls: BACKED_UP,
        on: TABLE,
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Hold(|it| {
            planned_days(it).max(restorable_days(it)) >= i64::from(it.stack.policy.floor(Dimension::backup_retention).days())
        }),
        message: "keeps its backups for less time than the policy asks for",
        help: "select it in a backup plan that keeps them as long, or use an `EncryptedTable`",
    }

    pub TABLE_IS_RESTORED_IN_TIME = "TableIsRestoredInTime" {
        sentence: "a table can be restored to any second of the days that it says",
        controls: BACKED_UP,
        on: TABLE,
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Hold(is_restorable),
        message: "cannot be restored to any second",
        help: "set `PointInTimeRecoveryEnabled` in `PointInTimeRecoverySpecification` to true, or use an `EncryptedTable`",
    }

    pub TABLE_HAS_ZONES = "TableHasZones" {
        sentence: "a table is in the zones of one region, as AWS says of each, and the policy asks for no more",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: TABLE,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION),
        message: "is in one region where the policy asks for two",
        help: "a table is in one region: keep what has to survive its loss in another store",
    }

    pub TABLE_SPEAKS_TLS = "TableSpeaksTls" {
        sentence: "a table is reached over TLS 1.2 or newer, as AWS says of each, and no accelerator answers for one without",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: TABLE,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(|it| {
            let over_tls = |it: Subject<'_>| it.text("ClusterEndpointEncryptionType") == Some("TLS");
            it.stack.policy.floor(Dimension::tls) < Tls13::POSITION && it.found_in_app(&ACCELERATORS, "").all(over_tls)
        }),
        message: "also answers over TLS 1.2 where the policy asks for a newer one, or by an accelerator without TLS",
        help: "set `ClusterEndpointEncryptionType` of an accelerator to `TLS`; keep what takes TLS 1.3 in another store: DynamoDB takes 1.2 from whoever offers no more",
    }
}

fn is_restorable(table: &Subject<'_>) -> bool {
    table.flag("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled") == Known::Is(true)
}

/// For how many of the last days a table can be restored to any second.
fn restorable_days(table: &Subject<'_>) -> i64 {
    let said = table.property("PointInTimeRecoverySpecification/RecoveryPeriodInDays");
    if is_restorable(table) { said.map_or(RESTORABLE, |days| number(days).unwrap_or(0)) } else { 0 }
}

/// A table that takes as much as is asked of it has no capacity to scale. What only the deployment knows can be a capacity.
fn is_scaled(table: &Subject<'_>) -> Verdict {
    if table.text("BillingMode") == Some("PAY_PER_REQUEST") {
        return Verdict::NotApplicable;
    }
    let name = format!("table/{REFERENCE}");
    let is_meant = |it: &Subject<'_>| it.property("ResourceId").and_then(flat).is_some_and(|it| it == name);
    let has_room = |it: &Subject<'_>| {
        let units = |name| it.property(name).and_then(number);
        units("MinCapacity").zip(units("MaxCapacity")).is_some_and(|(least, most)| least < most)
    };
    // A target alone changes nothing: a policy says when.
    let is_driven = |it: &Subject<'_>| {
        it.lacks("SuspendedState")
            && has_room(it)
            && (it.lacks("ServiceNamespace") || it.text("ServiceNamespace") == Some("dynamodb"))
            && it
                .users_of("AWS::ApplicationAutoScaling::ScalingPolicy")
                .any(|by| it.is_meant_in(&by, "ScalingTargetId"))
    };
    let scaled = |way: &str| {
        table
            .users_of("AWS::ApplicationAutoScaling::ScalableTarget")
            .any(|it| it.text("ScalableDimension") == Some(way) && is_meant(&it) && is_driven(&it))
    };
    Verdict::of(scaled("dynamodb:table:ReadCapacityUnits") && scaled("dynamodb:table:WriteCapacityUnits"))
}
