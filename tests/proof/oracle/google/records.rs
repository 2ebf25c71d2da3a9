//! Records of who did what, buckets, and logs.

use serde_json::Value;

use super::{is_in_full, no_key, project};
use crate::{
    document::{Thing, value},
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("BucketIsPrivate", |it| {
        when(!it.says("spec/publicAccessPrevention", "enforced"), "the public may be let in")
            .or_else(|| when(!it.is("spec/uniformBucketLevelAccess", true), "objects have lists of their own"))
    }),
    ("CloudStorageHasTheCustomersKey", |it| no_key(it, "spec/encryption/kmsKeyRef/name")),
    ("RecordsAreLocked", |it| {
        let days = it.number("spec/retentionPolicy/retentionPeriod").map(|it| it / 86_400.0);
        when(!it.is("spec/retentionPolicy/isLocked", true), "what is in it can be deleted")
            .or_else(|| when(days.is_none_or(|days| days < it.asked().audit), "it is kept for too short a time"))
            .or_else(|| {
                let sinks = it.parts("LoggingLogSink", "spec/destination/storageBucketRef/name");
                let sent = sinks.into_iter().any(|sink| exports_a_part(sink).is_none());
                when(!sent, "it gets no records, or a part of them")
            })
            .or_else(|| {
                let mut configs = it.beside("IAMAuditConfig").filter(|config| project(*config) == project(it));
                when(!configs.any(|it| leaves_out(it).is_none()), "who reads data is not recorded")
            })
    }),
    ("LogsAreKept", |it| {
        let days = it.number("spec/retentionDays");
        when(!it.is("spec/locked", true), "somebody may shorten the time")
            .or_else(|| when(days.is_none_or(|days| days < it.asked().log), "it is kept for too short a time"))
    }),
    ("AuditSinkExportsAll", exports_a_part),
    ("DataAccessIsRecorded", leaves_out),
];

/// Why a project does not record all that is done to data.
fn leaves_out(it: Thing<'_>) -> Option<String> {
    let kinds = it.list("spec/auditLogConfigs");
    let exempts = |it: &Value| value(it, "exemptedMembers").is_some_and(|it| *it != Value::Array(Vec::new()));
    let whole = |kind: &str| kinds.iter().any(|it| text(it, "logType") == kind && !exempts(it));
    when(!it.says("spec/service", "allServices"), "it is about one service")
        .or_else(|| when(!["ADMIN_READ", "DATA_READ", "DATA_WRITE"].iter().all(|it| whole(it)), "a kind is left out"))
        .or_else(|| when(kinds.iter().any(exempts), "somebody is left out"))
        .or_else(|| {
            let on_project = it.says("spec/resourceRef/kind", "Project")
                && it.says("spec/resourceRef/external", &format!("projects/{}", project(it)));
            when(!on_project, "it is about something else than the project")
        })
}

/// Why a sink does not send all records, or all of a cluster, to where the app keeps them.
fn exports_a_part(it: Thing<'_>) -> Option<String> {
    let bucket = it.named("StorageBucket", "spec/destination/storageBucketRef/name");
    let full = it.text("spec/destination/loggingLogBucketRef/external");
    let logs = full.and_then(|full| it.others("LoggingLogBucket").find(|to| is_in_full(full, *to, "buckets")));
    when(bucket.is_none() && logs.is_none(), "it sends nothing to a bucket of the app")
        .or_else(|| when(bucket.is_some_and(|bucket| !may_write(it, bucket)), "it may not write there"))
        .or_else(|| when(it.is("spec/disabled", true), "it is turned off"))
        .or_else(|| when(!it.is_empty("spec/exclusions"), "it leaves something out"))
        .or_else(|| it.text("spec/filter").and_then(|filter| takes_a_part(it, filter)))
}

/// Why a filter takes something else than all audit logs, or all logs of a cluster of the app.
fn takes_a_part(it: Thing<'_>, filter: &str) -> Option<String> {
    let cluster = filter.strip_prefix("resource.labels.cluster_name=").map(|it| it.trim_matches('"').to_owned());
    let is_whole = match cluster {
        Some(name) => it.beside("ContainerCluster").any(|it| it.name() == name),
        None => filter.contains("cloudaudit.googleapis.com") && !filter.contains("NOT") && !filter.contains('-'),
    };
    when(!is_whole, format!("`{filter}` leaves something out"))
}

/// A sink writes as an account of its own, which may write nowhere until it has a role there.
fn may_write(sink: Thing<'_>, bucket: Thing<'_>) -> bool {
    sink.beside("IAMPolicyMember").any(|it| {
        it.says("spec/memberFrom/logSinkRef/name", sink.name())
            && it.says("spec/resourceRef/kind", "StorageBucket")
            && it.says("spec/resourceRef/name", bucket.name())
            && it.text("spec/role").is_some_and(|it| it.ends_with("storage.objectCreator"))
            && it.is_empty("spec/condition")
    })
}
