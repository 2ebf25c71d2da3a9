//! Records of who did what, and logs: what is recorded, where it goes, and how long it stays there.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::Json,
};

use super::{
    grants::may_write,
    kinds::is_so,
    read::{annotation, has_only, in_full, items, named, names, number, of_app, project, referred, text},
};
use crate::names::{ABANDON, DELETION, OF_A_CLUSTER, WHO_DID_WHAT};

const RECORDED: &[Control] =
    &[hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::LOGGING, part11::AUDIT_TRAIL];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DATA_ACCESS_IS_RECORDED = "DataAccessIsRecorded" {
        sentence: "each service of a project records who reads and who changes data, without exceptions",
        controls: RECORDED,
        on: &["IAMAuditConfig"],
        when: real_data,
        must: Must::Hold(records_all),
        message: "leaves a service, a kind of access or somebody out",
        help: "use an `AuditSink`",
    }

    pub AUDIT_SINK_EXPORTS_ALL = "AuditSinkExportsAll" {
        sentence: "a sink of records sends all of them, or all of a cluster of the app, to a bucket of the app that it may write to, and is not turned off",
        controls: RECORDED,
        on: &["LoggingLogSink"],
        when: real_data,
        must: Must::Hold(exports_all),
        message: "leaves records out, sends them to a place that the app does not have or where it may not write, or is turned off",
        help: "use an `AuditSink`",
    }

    pub RECORDS_ARE_LOCKED = "RecordsAreLocked" {
        sentence: "records of who did what stay as long as the policy asks for, and nobody can delete or change them before",
        controls: &[hipaa::DOCUMENTATION_SIX_YEARS, hipaa::INTEGRITY, iso27001::RECORDS, part11::PROTECTION],
        on: &["StorageBucket"],
        when: |policy| asks(policy, Dimension::audit_retention),
        answers: audit_retention,
        must: Must::Judge(|it| {
            let days = it.stack.policy.floor(Dimension::audit_retention).days();
            let is_locked = it.property("spec/retentionPolicy/isLocked") == Some(&Json::Bool(true))
                && number(it, "spec/retentionPolicy/retentionPeriod").is_some_and(|it| it >= i64::from(days) * 24 * 60 * 60)
                && annotation(it, DELETION) == Some(ABANDON);
            if is_locked && sinks_to(it).next().is_none() {
                // What it keeps is not records.
                return Verdict::NotApplicable;
            }
            Verdict::of(is_locked && gets_records(it))
        }),
        message: "may be emptied before the time that the policy asks for, or gets a part of the records that its sink is for",
        help: "use an `AuditSink`; lock a bucket of anything else as long",
    }

    pub BUCKET_IS_PRIVATE = "BucketIsPrivate" {
        sentence: "a bucket of Cloud Storage lets in accounts by their roles alone, and never the public",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::ACCESS_RESTRICTION],
        on: &["StorageBucket"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/publicAccessPrevention") == Some("enforced")
                && it.property("spec/uniformBucketLevelAccess") == Some(&Json::Bool(true))
        }),
        message: "may be opened to the public, or has lists of who may read each object",
        help: "set `publicAccessPrevention` to `enforced` and `uniformBucketLevelAccess` to true",
    }

    pub BUCKET_HAS_THE_CUSTOMERS_KEY = "CloudStorageHasTheCustomersKey" {
        sentence: "a bucket of Cloud Storage is encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["StorageBucket"],
        when: real_data,
        must: Must::Hold(|it| referred(it, "spec/encryption/kmsKeyRef", "KMSCryptoKey").is_some()),
        message: "is not encrypted with a key of the app",
        help: "name the key of the perimeter",
    }

    pub LOGS_ARE_KEPT = "LogsAreKept" {
        sentence: "logs of Google Cloud are kept as long as the policy asks for, and nobody can have them kept for less",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING],
        on: &["LoggingLogBucket"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|it| {
            let days = it.stack.policy.floor(Dimension::log_retention).days();
            number(it, "spec/retentionDays").is_some_and(|it| (i64::from(days)..=MOST).contains(&it))
                && it.property("spec/locked") == Some(&Json::Bool(true))
                && annotation(it, DELETION) == Some(ABANDON)
        }),
        message: "keeps logs for fewer days than the policy asks for, or lets somebody shorten that",
        help: "use an `AuditSink` or a `GkeCluster`, which have one",
    }
}

/// For how many days Cloud Logging keeps logs at most.
const MOST: i64 = 3650;

fn records_all(it: &Subject<'_>) -> bool {
    let object = &it.resource.properties;
    let kinds = items(object, &["spec", "auditLogConfigs"]);
    let records =
        |kind: &str| kinds.iter().any(|it| has_only(it, &["logType"]) && text(it, &["logType"]) == Some(kind));
    it.text("spec/service") == Some("allServices")
        && it.text("spec/resourceRef/kind") == Some("Project")
        && project(it)
            .is_some_and(|project| it.text("spec/resourceRef/external") == Some(&format!("projects/{project}")))
        && annotation(it, DELETION) == Some(ABANDON)
        && ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].iter().all(|it| records(it))
        && kinds.iter().all(|it| has_only(it, &["logType"]))
}

/// The sinks of the app that lead to a bucket.
fn sinks_to<'a>(bucket: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> {
    let all = of_app(bucket, "LoggingLogSink");
    let bucket = *bucket;
    all.filter(move |it| names(it, &bucket, it.property("spec/destination/storageBucketRef/name")))
}

/// Whether a sink sends all records of who did what to a bucket, and reading and changing data is recorded in the first place.
fn gets_records(bucket: &Subject<'_>) -> bool {
    let records = |it: Subject<'_>| project(&it) == project(bucket) && is_so(&it, records_all);
    of_app(bucket, "IAMAuditConfig").any(records) && sinks_to(bucket).any(|it| is_so(&it, exports_all))
}

/// A filter leaves records out, but for the one for all records of who did what.
fn exports_all(it: &Subject<'_>) -> bool {
    let Some(to) = it.property("spec/destination") else { return false };
    let to_bucket = has_only(to, &["storageBucketRef"])
        && referred(it, "spec/destination/storageBucketRef", "StorageBucket")
            .is_some_and(|bucket| may_write(it, &bucket));
    let to_logs = has_only(to, &["loggingLogBucketRef"])
        && in_full(it, "spec/destination/loggingLogBucketRef/external", "LoggingLogBucket").is_some();
    let filter = it.property("spec/filter").map(Json::as_text);
    it.lacks("spec/disabled")
        && it.lacks("spec/exclusions")
        && it.property("spec/uniqueWriterIdentity") == Some(&Json::Bool(true))
        && (to_bucket && filter.is_none_or(|it| it == Some(WHO_DID_WHAT))
            || to_logs && filter.is_none_or(|filter| filter.is_some_and(|filter| is_of_a_cluster(it, filter))))
}

/// Whether a filter takes all logs of a cluster of the app.
fn is_of_a_cluster(it: &Subject<'_>, filter: &str) -> bool {
    let name = filter.strip_prefix(OF_A_CLUSTER).and_then(|it| it.strip_prefix('"')?.strip_suffix('"'));
    name.is_some_and(|name| named(it, Some(&name.to_owned().into()), "ContainerCluster").is_some())
}
