//! PostgreSQL, its archive and who shares its connections: what the documentation of CloudNativePG, of its plugin Barman Cloud, of
//! PostgreSQL and of `PgBouncer` says of the fields of their objects.

use serde_json::Value;

use super::{Table, stores::rights, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("SpeaksTls13", |it| {
        let oldest = setting(it, "ssl_min_protocol_version");
        when(oldest.as_deref() != Some("TLSv1.3"), "it speaks TLS that is older than 1.3")
            .or_else(|| when(setting(it, "ssl").is_some_and(|it| it != "on"), "it speaks no TLS"))
            .or_else(|| when(twice(it, "ssl_min_protocol_version"), "it is told twice what it speaks"))
    }),
    ("WritesAreCopied", |it| {
        let copies = it.number("spec/postgresql/synchronous/number").is_some_and(|it| it >= 1.0);
        let strict = it.text("spec/postgresql/synchronous/dataDurability") == Some("required");
        let waits = |name: &str| setting(it, name).is_none_or(|it| it == "on");
        when(!copies || !strict, "it confirms what one member has")
            .or_else(|| when(!waits("synchronous_commit") || !waits("fsync"), "it does not wait"))
            .or_else(|| when(it.at("spec/postgresql/synchronous/standbyNamesPre").is_some(), "others may confirm"))
    }),
    ("StatementsAreAudited", |it| {
        let log = setting(it, "pgaudit.log").unwrap_or_default();
        let has = |class: &str| log.split(',').any(|it| it.trim() == class);
        let all = ["read", "write", "ddl", "role"];
        let missing = all.iter().any(|class| !has(class) && !has("all") || has(&format!("-{class}")));
        when(missing, "some statements are not written down").or_else(|| {
            when(setting(it, "pgaudit.log_parameter").is_some_and(|it| it == "on"), "values are written down")
        })
    }),
    ("DatabaseIsConfined", |it| {
        let beside = ["env", "envFrom", "managed", "projectedVolumeTemplate", "schedulerName"];
        let more = beside.iter().any(|name| it.at(&format!("spec/{name}")).is_some());
        let plugins = it.list("spec/plugins").iter().any(|it| it["name"] != "barman-cloud.cloudnative-pg.io");
        it.at("spec/securityContext")
            .map_or_else(|| Some("a container may do anything".to_owned()), rights)
            .or_else(|| when(more || plugins, "something is beside its pods"))
    }),
];

/// Whether it is PostgreSQL or who shares its connections.
pub(super) fn is_one(it: Thing<'_>) -> bool {
    matches!(it.kind(), "Cluster" | "Pooler")
}

/// Whether a setting stands there in small letters and in others, which are the same to PostgreSQL.
fn twice(it: Thing<'_>, name: &str) -> bool {
    let all = it.at("spec/postgresql/parameters").and_then(Value::as_object);
    all.is_some_and(|it| it.keys().filter(|it| it.eq_ignore_ascii_case(name)).count() > 1)
}

fn setting(it: Thing<'_>, name: &str) -> Option<String> {
    it.at("spec/postgresql/parameters")?.get(name).map(words)
}

/// The first line that fits says whether somebody is let in, and those of the operator, with and without TLS, come last.
pub(super) fn speaks(it: Thing<'_>) -> Option<String> {
    if it.kind() == "Pooler" {
        let said = |name: &str| it.at("spec/pgbouncer/parameters").and_then(|all| all.get(name)).map(words);
        let asks = said("client_tls_sslmode").is_some_and(|it| it == "require" || it.starts_with("verify"));
        let knows = said("server_tls_sslmode").is_none_or(|it| it.starts_with("verify"));
        return when(!asks || !knows, "it takes what is not encrypted")
            .or_else(|| when(said("client_tls_ciphers").is_some(), "it may take ciphers that do not encrypt"));
    }
    if setting(it, "ssl_ciphers").is_some_and(|it| it.contains("NULL")) {
        return Some("it takes ciphers that do not encrypt".to_owned());
    }
    let first = it.list("spec/postgresql/pg_hba").first().map(words).unwrap_or_default();
    when(first != "hostnossl all all all reject", "a line lets somebody in without TLS")
}

pub(super) fn password(it: Thing<'_>) -> Option<&Value> {
    it.at("spec/bootstrap/initdb/secret/name")
}

/// Whether what an archive gets is encrypted with a key of one's own.
pub(super) fn archive(it: Thing<'_>) -> Option<String> {
    let encrypts = |name: &str, options: &str| {
        let part = it.at(&format!("spec/configuration/{name}"));
        let options = list(part.and_then(|it| it.get(options)));
        let key = options.iter().position(|it| it == "--sse-kms-key-id").and_then(|at| options.get(at + 1)).map(words);
        part.is_some_and(|it| it["encryption"] == "aws:kms")
            && key.is_some_and(|key| !key.is_empty() && !key.contains("alias/aws/"))
    };
    let plain = it.at("spec/configuration/endpointURL").map(words).is_some_and(|it| it.starts_with("http:"));
    let all = encrypts("data", "additionalCommandArgs") && encrypts("wal", "archiveAdditionalCommandArgs");
    when(!all || plain, "a bucket does not encrypt what it gets")
}

pub(super) fn images(it: Thing<'_>) -> Option<String> {
    let pooler = it.list("spec/template/spec/containers").iter().map(|it| words(&it["image"]));
    let all: Vec<String> = it.at("spec/imageName").map(words).into_iter().chain(pooler).collect();
    when(all.is_empty() || !all.iter().all(|it| it.contains("@sha256:")), "an image has no digest")
}

/// Which of them are there, how many of them, what their pods are said to be, and what these say of themselves.
pub(super) fn pods(it: Thing<'_>) -> (f64, Option<&Value>, Option<&Value>) {
    let (pod, labels) = match it.kind() {
        "Pooler" => ("spec/template/spec", "spec/template/metadata/labels"),
        _ => ("spec", "spec/inheritedMetadata/labels"),
    };
    (it.number("spec/instances").unwrap_or(1.0), it.at(pod), it.at(labels))
}

pub(super) fn disks(it: Thing<'_>) -> Option<String> {
    let class = it.text("spec/storage/storageClass").or(it.text("spec/storage/pvcTemplate/storageClassName"));
    let of_app = class.is_some() && it.others("StorageClass").any(|it| it.text("metadata/name") == class);
    let more = ["spec/tablespaces", "spec/walStorage"].iter().any(|path| it.at(path).is_some());
    when(!of_app || more, "its disks are of a class that is not of the app")
}

/// Where the plugin sends pieces of the log, and the archive that it is.
fn archived(it: Thing<'_>) -> Option<Thing<'_>> {
    let writes = |it: &&Value| value(it, "isWALArchiver").is_some_and(is_on) && value(it, "enabled").is_none_or(is_on);
    let plugin = it.list("spec/plugins").iter().find(writes)?;
    let name = value(plugin, "parameters/barmanObjectName").map(words);
    it.others("ObjectStore").find(|it| it.text("metadata/name").map(str::to_owned) == name)
}

/// Whole backups are made each day, and the archive keeps them as long as it is asked for.
pub(super) fn backups(it: Thing<'_>) -> Option<String> {
    let days = |it: Thing<'_>| it.text("spec/retentionPolicy")?.strip_suffix('d')?.parse::<f64>().ok();
    let long = archived(it).and_then(days).is_some_and(|days| days >= it.asked().backup);
    let daily = it.others("ScheduledBackup").any(|other| {
        let fields: Vec<&str> = other.text("spec/schedule").unwrap_or_default().split(' ').collect();
        other.text("spec/cluster/name") == it.text("metadata/name")
            && other.text("spec/method") == Some("plugin")
            && !other.is_on("spec/suspend")
            && fields.len() == 6
            && fields[3..].iter().all(|it| *it == "*")
    });
    when(!long || !daily, "no backup is kept as long as it is asked for")
}

pub(super) fn in_time(it: Thing<'_>) -> Option<String> {
    let minutes = setting(it, "archive_timeout").and_then(|it| number(&it.strip_suffix("min")?.into()));
    let often = minutes.is_some_and(|it| it > 0.0 && it <= 60.0);
    when(archived(it).is_none() || !often, "an hour's work may be lost")
}
