//! Encryption with a key of the customer's.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, list, value};

pub(super) const TABLE: Table = &[
    ("BucketHasTheCustomersKey", |it| default_encryption(it, true)),
    ("S3DefaultEncryptionKMS", |it| if receives_logs(it) { None } else { default_encryption(it, false) }),
    ("DatabaseHasTheCustomersKey", database),
    ("RDSStorageEncrypted", |it| {
        let is_encrypted = followed(it).is_on("StorageEncrypted") && !depends_on_its_snapshot(followed(it));
        when(!is_encrypted && !in_cluster(it), "storage is not encrypted")
    }),
    ("FiguresHaveTheCustomersKey", |it| key(it, "KmsKeyArn")),
    ("FunctionHasTheCustomersKey", |it| key(it, "KmsKeyArn")),
    ("StateMachineHasTheCustomersKey", |it| {
        when(it.text("EncryptionConfiguration/Type") != Some("CUSTOMER_MANAGED_KMS_KEY"), "it has a key of AWS's own")
            .or_else(|| key(it, "EncryptionConfiguration/KmsKeyId"))
    }),
    ("BusHasTheCustomersKey", |it| key(it, "KmsKeyIdentifier")),
    ("QueueHasTheCustomersKey", |it| key(it, "KmsMasterKeyId")),
    ("TopicHasTheCustomersKey", |it| key(it, "KmsMasterKeyId")),
    ("SNSEncryptedKMS", |it| key(it, "KmsMasterKeyId")),
    ("CloudWatchLogGroupEncrypted", |it| key(it, "KmsKeyId")),
    ("CloudTrailEncryptionEnabled", |it| key(it, "KMSKeyId")),
    ("SecretsManagerUsingKMSKey", |it| key(it, "KmsKeyId")),
    ("DynamoDBTableEncryptedKMS", table),
    ("EFSEncrypted", |it| when(!it.is_on("Encrypted"), "it is not encrypted")),
    ("VaultIsLocked", vault),
    ("KeyRotates", rotates),
];

/// Why a property names no key of the customer's. What a literal names, nobody can tell, unless it is an alias of AWS's.
pub(super) fn key(it: Thing<'_>, path: &str) -> Option<String> {
    let Some(key) = it.at(path) else { return Some(format!("{path} is not set")) };
    if key.as_str().is_some_and(|it| it.contains("alias/aws/")) {
        return Some(format!("{path} is a key of AWS"));
    }
    let is_key = it.target(key).is_none_or(|it| it.kind().starts_with("AWS::KMS::"));
    when(!is_key || key.is_array() || key.is_boolean(), format!("{path} names no key"))
}

fn default_encryption(it: Thing<'_>, needs_key: bool) -> Option<String> {
    let rules = it.list("BucketEncryption/ServerSideEncryptionConfiguration");
    if rules.is_empty() {
        return Some("there is no default encryption".into());
    }
    rules.iter().enumerate().find_map(|(at, rule)| {
        let algorithm = value(rule, "ServerSideEncryptionByDefault/SSEAlgorithm").and_then(Value::as_str);
        if !algorithm.is_some_and(|it| it.starts_with("aws:kms")) {
            return Some("S3 encrypts with its own keys".into());
        }
        let path = format!(
            "BucketEncryption/ServerSideEncryptionConfiguration/{at}/ServerSideEncryptionByDefault/KMSMasterKeyID"
        );
        if needs_key { key(it, &path) } else { None }
    })
}

/// Whether S3 or a load balancer delivers logs to a bucket: some other resource names it as the place for them, or its policy lets
/// only these two put something there.
pub(super) fn receives_logs(it: Thing<'_>) -> bool {
    let buckets = it
        .others("AWS::S3::Bucket")
        .any(|other| other.points_at(other.at("LoggingConfiguration/DestinationBucketName"), it));
    let deliver = ["logging.s3.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com"];
    let mut allowed = super::access::of_resource(it).into_iter().filter(|(_, it)| it["Effect"] != "Deny").peekable();
    let only = allowed.peek().is_some()
        && allowed.all(|(_, it)| it["Principal"]["Service"].as_str().is_some_and(|it| deliver.contains(&it)));
    buckets
        || only
        || it.others("AWS::ElasticLoadBalancingV2::LoadBalancer").any(|other| {
            let attributes = other.list("LoadBalancerAttributes").iter();
            attributes.filter(|it| it["Key"] == "access_logs.s3.bucket").any(|at| other.points_at(at.get("Value"), it))
        })
}

/// What belongs to a cluster of Aurora has the storage, the backups and the password of that.
pub(super) fn in_cluster(it: Thing<'_>) -> bool {
    it.at("DBClusterIdentifier").is_some()
}

/// What a replica follows, and is encrypted like.
pub(super) fn followed(it: Thing<'_>) -> Thing<'_> {
    it.at("SourceDBInstanceIdentifier").and_then(|at| it.target(at)).unwrap_or(it)
}

/// An instance that is restored is encrypted as its snapshot is, whatever else it says; a cluster with the key that it names, if it names
/// one.
fn depends_on_its_snapshot(it: Thing<'_>) -> bool {
    let instance = ["DBSnapshotIdentifier", "DBClusterSnapshotIdentifier"].iter().any(|at| it.at(at).is_some());
    instance || it.at("SnapshotIdentifier").is_some() && it.at("KmsKeyId").is_none()
}

fn database(it: Thing<'_>) -> Option<String> {
    if !in_cluster(it) {
        if !followed(it).is_on("StorageEncrypted") || depends_on_its_snapshot(followed(it)) {
            return Some("storage is not encrypted".into());
        }
        let keyed = if it.at("KmsKeyId").is_some() { it } else { followed(it) };
        if let Some(why) = key(keyed, "KmsKeyId") {
            return Some(why);
        }
        if it.is_on("ManageMasterUserPassword")
            && let Some(why) = key(it, "MasterUserSecret/KmsKeyId")
        {
            return Some(why);
        }
    }
    let insights = it.is_on("EnablePerformanceInsights") || it.is_on("PerformanceInsightsEnabled");
    let path = if it.at("PerformanceInsightsKmsKeyId").is_some() {
        "PerformanceInsightsKmsKeyId"
    } else {
        "PerformanceInsightsKMSKeyId"
    };
    if insights { key(it, path) } else { None }
}

fn table(it: Thing<'_>) -> Option<String> {
    if it.kind() == "AWS::DynamoDB::GlobalTable" {
        return None;
    }
    if !it.is_on("SSESpecification/SSEEnabled") {
        return Some("DynamoDB encrypts with its own key".into());
    }
    key(it, "SSESpecification/KMSMasterKeyId")
}

fn vault(it: Thing<'_>) -> Option<String> {
    let asked = it.asked().backup.min(35.0);
    let locked = it.number("LockConfiguration/MinRetentionDays");
    when(!locked.is_some_and(|it| it >= asked), "recovery points can be deleted earlier")
        .or_else(|| key(it, "EncryptionKeyArn"))
}

fn rotates(it: Thing<'_>) -> Option<String> {
    if it.kind() != "AWS::KMS::Key" {
        return None;
    }
    let spec = it.text("KeySpec").is_none_or(|it| it == "SYMMETRIC_DEFAULT");
    let days = it.number("RotationPeriodInDays").is_none_or(|it| it <= 366.0);
    when(!it.is_on("EnableKeyRotation"), "it does not rotate")
        .or_else(|| when(!days, "it rotates after more than a year"))
        .or_else(|| {
            when(!spec || it.text("Origin").is_some_and(|it| it != "AWS_KMS"), "a key of that kind does not rotate")
        })
        .or_else(|| when(it.at("Enabled").is_some_and(|it| *it == false), "it is switched off"))
}

/// Whether a resource is kept when it leaves the template, and when it is replaced.
pub(super) fn stays(it: Thing<'_>, enough: &[&str]) -> Option<String> {
    let json = &it.written.json;
    ["DeletionPolicy", "UpdateReplacePolicy"].into_iter().find_map(|name| {
        let policy = json.get(name).and_then(Value::as_str);
        when(!policy.is_some_and(|it| enough.contains(&it)), format!("{name} is {policy:?}"))
    })
}

/// Whether all of these flags are on.
pub(super) fn all_on(it: Thing<'_>, paths: &[&str]) -> Option<String> {
    paths.iter().find(|path| !it.is_on(path)).map(|path| format!("{path} is not on"))
}

/// The value of an attribute of a load balancer.
pub(super) fn attribute<'a>(it: Thing<'a>, key: &str) -> Option<&'a Value> {
    list(it.at("LoadBalancerAttributes")).iter().rev().find(|it| it["Key"] == key).and_then(|it| it.get("Value"))
}
