//! What is kept of data: backups, versions, copies, and what refuses to be deleted.

use serde_json::Value;

use super::{
    Table,
    encryption::{all_on, attribute, in_cluster, stays},
    when,
};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("S3BucketVersioningEnabled", |it| when(!versions(it), "it keeps no versions")),
    ("BucketNamesItsPages", |it| {
        let mut origins = it.list("CorsConfiguration/CorsRules").iter().flat_map(|it| list(it.get("AllowedOrigins")));
        when(origins.any(|it| !words(it).starts_with("https://") || words(it).contains('*')), "any page may ask")
    }),
    ("BucketKeepsVersions", |it| when(!versions(it), "it keeps no versions").or_else(|| expires(it))),
    ("BucketIsRestoredInTime", |it| {
        when(!versions(it), "it keeps no versions").or_else(|| when(!is_copied(it), "nothing is copied"))
    }),
    ("BucketHasZones", |it| {
        let zone = list(it.at("LifecycleConfiguration/Rules")).iter().any(|it| it.to_string().contains("ONEZONE"));
        when(zone, "objects move into one zone")
    }),
    ("S3BucketReplicationEnabled", |it| when(!is_copied(it), "nothing is copied")),
    ("PlanKeeps", plan),
    ("PlanCopiesElsewhere", |it| {
        let copies = it.list("BackupPlan/BackupPlanRule").iter().flat_map(|rule| list(value(rule, "CopyActions")));
        let here = |copy: &Value| {
            let arn = &copy["DestinationBackupVaultArn"];
            it.target(arn).is_some_and(|it_is| it_is.region() == it.region()) || arn.is_null()
        };
        when(copies.into_iter().any(here), "a copy is in the region of what it is a copy of")
    }),
    ("RDSInBackupPlan", selected),
    ("DynamoDBInBackupPlan", selected),
    ("EFSInBackupPlan", selected),
    ("EC2EBSInBackupPlan", selected),
    ("DatabaseKeepsBackups", |it| {
        if in_cluster(it) {
            None
        } else {
            let days = it.number("BackupRetentionPeriod").unwrap_or(1.0);
            when(days < it.asked().backup && !is_kept_by_a_plan(it), "backups are kept for too few days")
        }
    }),
    ("DatabaseIsRestoredInTime", |it| {
        when(!in_cluster(it) && it.number("BackupRetentionPeriod") == Some(0.0), "it keeps no backups of its own")
    }),
    ("RDSInstanceBackupEnabled", |it| {
        when(!in_cluster(it) && it.number("BackupRetentionPeriod") == Some(0.0), "it keeps no backups of its own")
    }),
    ("TableIsRestoredInTime", point_in_time),
    ("DynamoDBPITREnabled", point_in_time),
    (
        "RDSInstanceDeletionProtectionEnabled",
        |it| if in_cluster(it) { None } else { all_on(it, &["DeletionProtection"]) },
    ),
    ("DynamoDBTableDeletionProtectionEnabled", |it| {
        if it.kind() == "AWS::DynamoDB::GlobalTable" { None } else { all_on(it, &["DeletionProtectionEnabled"]) }
    }),
    ("ELBDeletionProtectionEnabled", |it| {
        when(!attribute(it, "deletion_protection.enabled").is_some_and(is_on), "it can be deleted")
    }),
    ("StoreStays", store),
];

fn versions(it: Thing<'_>) -> bool {
    it.text("VersioningConfiguration/Status") == Some("Enabled")
}

/// Why versions end too early.
fn expires(it: Thing<'_>) -> Option<String> {
    let asked = it.asked().backup;
    let mut rules = list(it.at("LifecycleConfiguration/Rules")).iter().filter(|it| it["Status"] != "Disabled");
    let early = rules.any(|it| {
        let places = ["NoncurrentVersionExpiration/NoncurrentDays", "NoncurrentVersionExpirationInDays"];
        places.iter().filter_map(|path| value(it, path).and_then(number)).any(|days| days < asked)
    });
    when(early, "old versions end too early")
}

/// Whether every object is copied to another bucket, or the bucket is where another one is copied to.
fn is_copied(it: Thing<'_>) -> bool {
    let rules = |it: Thing<'_>| {
        list(it.at("ReplicationConfiguration/Rules")).iter().any(|rule| {
            let whole = rule.get("Filter").is_none_or(|it| {
                value(it, "Prefix").is_none() && value(it, "TagFilter").is_none() && value(it, "And").is_none()
            });
            rule["Status"] == "Enabled"
                && value(rule, "Destination/Bucket").is_some()
                && value(rule, "Prefix").is_none()
                && whole
        })
    };
    let is_copy = it.others("AWS::S3::Bucket").any(|other| {
        list(other.at("ReplicationConfiguration/Rules"))
            .iter()
            .any(|rule| other.points_at(value(rule, "Destination/Bucket"), it))
    });
    // Where access logs go, no copy is asked for.
    rules(it) || is_copy || super::encryption::receives_logs(it)
}

fn plan(it: Thing<'_>) -> Option<String> {
    let rules = it.list("BackupPlan/BackupPlanRule");
    let early = |it: &&Value| value(it, "Lifecycle/DeleteAfterDays").and_then(number).is_some_and(|days| days < 30.0);
    when(rules.is_empty(), "it makes no backups")
        .or_else(|| when(rules.iter().any(|it| early(&it)), "it keeps them for too few days"))
}

/// The selections of plans that name a resource.
fn selections<'a>(it: Thing<'a>, of: Thing<'a>) -> impl Iterator<Item = Thing<'a>> {
    it.others("AWS::Backup::BackupSelection").filter(move |selection| {
        let meant = |path| list(selection.at(path)).iter().any(|at| selection.names(at, of) || at == "*");
        meant("BackupSelection/Resources") && !meant("BackupSelection/NotResources")
    })
}

/// AWS Backup keeps its own backups, for as long as its plan says.
pub(super) fn is_kept_by_a_plan(it: Thing<'_>) -> bool {
    let mut plans = selections(it, it).filter_map(|it| it.at("BackupPlanId").and_then(|at| it.target(at)));
    let asked = it.asked().backup;
    plans.any(|plan| {
        plan.list("BackupPlan/BackupPlanRule").iter().any(|rule| {
            value(rule, "Lifecycle/DeleteAfterDays").is_none_or(|days| number(days).is_some_and(|days| days >= asked))
        })
    })
}

pub(super) fn selected(it: Thing<'_>) -> Option<String> {
    let by = |of: Thing<'_>| {
        selections(it, of).any(|selection| {
            let plan = selection.at("BackupPlanId").and_then(|at| selection.target(at));
            // A plan that is not of the program is not seen.
            plan.is_none_or(|it| it.kind() == "AWS::Backup::BackupPlan")
        })
    };
    let cluster = it.at("DBClusterIdentifier").and_then(|at| it.target(at));
    when(!by(it) && !cluster.is_some_and(by), "no plan selects it")
}

fn point_in_time(it: Thing<'_>) -> Option<String> {
    let path = "PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled";
    if it.kind() == "AWS::DynamoDB::GlobalTable" { None } else { all_on(it, &[path]) }
}

/// What it takes to stay, for each type: what is left behind, and what refuses to be deleted by hand with what it holds.
fn store(it: Thing<'_>) -> Option<String> {
    let (enough, protection): (&[&str], &[&str]) = match it.kind() {
        "AWS::RDS::DBInstance" if in_cluster(it) => return None,
        "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" => {
            (&["Retain", "Snapshot", "RetainExceptOnCreate"], &["DeletionProtection"])
        }
        "AWS::DynamoDB::Table" => (&["Retain", "RetainExceptOnCreate"], &["DeletionProtectionEnabled"]),
        "AWS::S3::Bucket" | "AWS::KMS::Key" => (&["Retain", "RetainExceptOnCreate"], &[]),
        _ => return None,
    };
    stays(it, enough).or_else(|| all_on(it, protection))
}
