//! What weakens an object of PostgreSQL, its archive or who shares its connections, and what is found then.

use std::sync::LazyLock;

use hc_cdk::value::{Json, Object};

use crate::weaker::Weaker;

const TLS: &str = "takes connections that are not encrypted";
const CONFINED: &str = "lets pods of PostgreSQL have rights, run as root, or have something beside them";
const BUCKET: &str = "sends backups to a bucket that does not encrypt them";
const ZONES: &str = "has fewer than two pods, has them in one zone";
const BACKUPS: &str = "keeps data of which there is no backup, or of which backups are deleted too early";
const DIGEST: &str = "has an image that is not named by digest";
const NOTED: &str = "is of a kind that no rule judges";
const TAKES: &str = "does not state what it takes of a node";

/// Of its members.
pub(crate) static MEMBERS: LazyLock<Weaker> = LazyLock::new(|| {
    let copied = "confirms what only one member has";
    let audited = "does not write down who reads and changes what";
    let disks = "keeps data on disks that are not known to be encrypted";
    let one = |name: &'static str, value: &'static str| Json::from(Object::new().with(name, value));
    vec![
        ("metadata/annotations", one("cnpg.io/podPatch", "[]"), NOTED),
        ("metadata/annotations", one("cnpg.io/skipWalArchiving", "enabled"), NOTED),
        ("metadata/annotations", "hidden".into(), NOTED),
        ("spec/postgresql/pg_hba", Json::Null, TLS),
        ("spec/postgresql/pg_hba/0", "host all all all trust".into(), TLS),
        ("spec/postgresql/parameters/ssl", "off".into(), TLS),
        ("spec/postgresql/parameters/ssl_min_protocol_version", "TLSv1.2".into(), "speaks TLS that is older than 1.3"),
        ("spec/postgresql/parameters/ssl_min_protocol_version", Json::Null, "speaks TLS that is older than 1.3"),
        ("spec/postgresql/parameters/ssl_ciphers", "NULL".into(), TLS),
        ("spec/postgresql/parameters/SSL_Ciphers", "NULL".into(), TLS),
        ("spec/postgresql/parameters/SSL_min_protocol_version", "TLSv1".into(), "speaks TLS that is older than 1.3"),
        ("spec/postgresql/synchronous/number", 0.into(), copied),
        ("spec/postgresql/synchronous/dataDurability", "preferred".into(), copied),
        ("spec/postgresql/synchronous", Json::Null, copied),
        ("spec/postgresql/synchronous/standbyNamesPre", vec!["anybody"].into(), copied),
        ("spec/postgresql/parameters/synchronous_commit", "off".into(), copied),
        ("spec/postgresql/parameters/pgaudit.log", "ddl, role".into(), audited),
        ("spec/postgresql/parameters/pgaudit.log", "all, -read".into(), audited),
        ("spec/postgresql/parameters/pgaudit.log_parameter", "on".into(), audited),
        ("spec/postgresql/parameters/log_min_messages", "panic".into(), audited),
        ("spec/postgresql/parameters/Synchronous_Commit", "off".into(), copied),
        ("spec/postgresql/parameters/Fsync", "off".into(), copied),
        ("spec/postgresql/parameters/full_page_writes", "off".into(), copied),
        ("spec/postgresql/parameters/log_min_duration_statement", "0".into(), audited),
        ("spec/postgresql/parameters/log_statement", "all".into(), audited),
        ("spec/postgresql/parameters/PgAudit.log_parameter", "on".into(), audited),
        ("spec/enableSuperuserAccess", true.into(), CONFINED),
        ("spec/bootstrap/initdb/secret/name", "others".into(), "has a password that is no secret of the app"),
        ("spec/bootstrap/initdb/postInitSQL", vec!["CREATE ROLE all SUPERUSER"].into(), CONFINED),
        ("spec/securityContext/runAsUser", 0.into(), CONFINED),
        ("spec/securityContext", Json::Null, CONFINED),
        ("spec/env", vec![one("name", "PGSSLMODE")].into(), CONFINED),
        ("spec/plugins/0/name", "shell.example.org".into(), CONFINED),
        ("spec/managed", one("roles", "all"), CONFINED),
        ("spec/imageName", "registry.example/a:17".into(), DIGEST),
        ("spec/resources/limits/memory", Json::Null, TAKES),
        ("spec/storage/pvcTemplate/storageClassName", "fast".into(), disks),
        ("spec/storage/storageClass", "fast".into(), CONFINED),
        ("spec/instances", 2.into(), ZONES),
        ("spec/topologySpreadConstraints/0/maxSkew", 2.into(), ZONES),
        ("spec/inheritedMetadata/labels", one("hc-cdk/store", "other"), ZONES),
        ("spec/plugins/0/isWALArchiver", false.into(), BACKUPS),
        ("spec/plugins/0/enabled", false.into(), BACKUPS),
        ("spec/plugins/0/parameters/barmanObjectName", "others".into(), BACKUPS),
        ("spec/postgresql/parameters/archive_timeout", "0".into(), BACKUPS),
        (
            "spec/postgresql/parameters/archive_timeout",
            "90min".into(),
            "keeps data that is backed up more rarely than the policy asks for",
        ),
    ]
});

/// Of its archive.
pub(crate) static ARCHIVE: LazyLock<Weaker> = LazyLock::new(|| {
    let configuration = "spec/configuration";
    let path = |rest: &str| -> &'static str { Box::leak(format!("{configuration}/{rest}").into_boxed_str()) };
    vec![
        (path("data/encryption"), "AES256".into(), BUCKET),
        (path("wal/encryption"), Json::Null, BUCKET),
        (path("wal"), Json::Null, BUCKET),
        (path("data/additionalCommandArgs/1"), "alias/aws/s3".into(), BUCKET),
        (path("data/additionalCommandArgs"), vec!["--sse-kms-key-id"].into(), BUCKET),
        (path("endpointURL"), "http://s3.example.org".into(), BUCKET),
        (path("azureCredentials"), Object::new().with("inheritFromAzureAD", true).into(), BUCKET),
        (path("destinationPath"), "gs://backups".into(), BUCKET),
        ("metadata/annotations", Object::new().with("cnpg.io/validation", "disabled").into(), NOTED),
        ("spec/instanceSidecarConfiguration/env/0/name", "AWS_ENDPOINT_URL".into(), BUCKET),
        ("spec/instanceSidecarConfiguration/env/0/name", Json::Null, BUCKET),
        ("spec/instanceSidecarConfiguration/additionalContainerArgs", vec!["--insecure"].into(), BUCKET),
        ("spec/retentionPolicy", "29d".into(), BACKUPS),
        ("spec/retentionPolicy", Json::Null, BACKUPS),
    ]
});

/// Of the schedule of its backups.
pub(crate) static DAILY: LazyLock<Weaker> = LazyLock::new(|| {
    vec![
        ("metadata/annotations", Object::new().with("cnpg.io/hibernation", "on").into(), NOTED),
        ("spec/suspend", true.into(), BACKUPS),
        ("spec/cluster/name", "others".into(), BACKUPS),
        ("spec/method", "volumeSnapshot".into(), BACKUPS),
        ("spec/schedule", "0 0 3 * * 0".into(), BACKUPS),
        ("spec/pluginConfiguration/name", "others".into(), BACKUPS),
    ]
});

/// Of who shares its connections.
pub(crate) static POOLER: LazyLock<Weaker> = LazyLock::new(|| {
    let confined = "lets its pods have rights, run as root, or have something beside them";
    let pods = "spec/template/spec";
    let path = |rest: &str| -> &'static str { Box::leak(format!("{pods}/{rest}").into_boxed_str()) };
    vec![
        ("metadata/annotations", Object::new().with("cnpg.io/podPatch", "[]").into(), NOTED),
        ("spec/pgbouncer/parameters/client_tls_sslmode", "prefer".into(), TLS),
        ("spec/pgbouncer/parameters/server_tls_sslmode", "allow".into(), TLS),
        ("spec/pgbouncer/parameters/server_tls_protocols", "all".into(), TLS),
        ("spec/pgbouncer/parameters/auth_type", "any".into(), TLS),
        ("spec/pgbouncer/parameters/client_tls_ciphers", "NULL".into(), TLS),
        ("spec/pgbouncer/pg_hba", vec!["host all all all trust"].into(), TLS),
        (
            "spec/serviceTemplate",
            Object::new().with("spec", Object::new().with("type", "LoadBalancer")).into(),
            confined,
        ),
        (path("containers/0/name"), "shell".into(), confined),
        (path("containers/0/name"), Json::Null, confined),
        (path("containers/0/securityContext/privileged"), true.into(), confined),
        (path("hostNetwork"), true.into(), confined),
        (path("containers/0/image"), "registry.example/a:1".into(), DIGEST),
        (path("containers/0/resources"), Json::Null, TAKES),
        (path("topologySpreadConstraints"), Json::Null, ZONES),
        ("spec/instances", 1.into(), ZONES),
    ]
});
