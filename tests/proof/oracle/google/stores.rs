//! Databases on Cloud SQL, caches on Memorystore, keys of Cloud KMS, and registries.

use serde_json::Value;

use super::{days, is_abandoned, no_key, project};
use crate::{
    document::{Thing, value},
    oracle::{Table, when},
};

pub(super) const TABLE: Table = &[
    ("SqlHasTheCustomersKey", |it| no_key(it, "spec/encryptionKMSCryptoKeyRef/name")),
    ("SqlIsPrivate", |it| {
        const PLACE: &str = "spec/settings/ipConfiguration";
        // An instance gets an address of the internet unless it is told not to.
        when(!it.is(&format!("{PLACE}/ipv4Enabled"), false), "it has an address of the internet")
            .or_else(|| when(!it.is_empty(&format!("{PLACE}/authorizedNetworks")), "it lets networks in"))
            .or_else(|| {
                let network = it.named("ComputeNetwork", &format!("{PLACE}/privateNetworkRef/name"));
                when(network.is_none(), "it is in no network of the app")
            })
    }),
    ("SqlSpeaksTls", |it| {
        let mode = it.text("spec/settings/ipConfiguration/sslMode");
        let is_encrypted = matches!(mode, Some("ENCRYPTED_ONLY" | "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"));
        when(!is_encrypted, "it takes connections that are not encrypted")
    }),
    ("SqlKeepsBackups", |it| {
        // What is counted is automated backups, of which there is one a day.
        let kept = it.number(&format!("{BACKUPS}/backupRetentionSettings/retainedBackups"));
        when(!is_backed_up(it), "nothing backs it up")
            .or_else(|| when(kept.is_none_or(|kept| kept < it.asked().backup), "its backups are deleted too early"))
    }),
    ("SqlIsRestoredInTime", |it| {
        let logs = it.number(&format!("{BACKUPS}/transactionLogRetentionDays"));
        when(!is_backed_up(it) || !it.is(&format!("{BACKUPS}/pointInTimeRecoveryEnabled"), true), "its log is not kept")
            .or_else(|| when(logs.is_none_or(|it| it < 7.0), "its log is deleted too early"))
    }),
    ("SqlHasZones", |it| {
        when(!it.says("spec/settings/availabilityType", "REGIONAL"), "it is in one zone").or_else(|| {
            let shared = it.text("spec/settings/tier").is_none_or(|it| it.contains("micro") || it.contains("small"));
            when(shared, "its processor is shared")
        })
    }),
    ("SqlRecordsStatements", |it| {
        let on = |name| flag(it, name) == Some("on");
        let classes: Vec<&str> = flag(it, "pgaudit.log").unwrap_or_default().split(',').map(str::trim).collect();
        when(!on("log_connections"), "log-ins are not recorded").or_else(|| {
            let all = ["read", "write", "ddl", "role"].iter().all(|it| classes.contains(it));
            when(!on("cloudsql.enable_pgaudit") || !all, "statements are not recorded")
        })
    }),
    ("SqlAsksTheProject", |it| {
        if it.kind() == "SQLUser" {
            return has_a_password(it);
        }
        let users = it.parts("SQLUser", "spec/instanceRef/name");
        when(!it.is_empty("spec/rootPassword"), "its first user has a password")
            .or_else(|| when(flag(it, "cloudsql.iam_authentication") != Some("on"), "it knows no accounts"))
            .or_else(|| users.into_iter().find_map(has_a_password))
    }),
    ("CloudStoreStays", |it| {
        if it.kind() == "SQLDatabase" {
            return when(!it.says("spec/deletionPolicy", "ABANDON"), "it is deleted with its object");
        }
        when(!is_abandoned(it), "it is deleted with its object")
            .or_else(|| when(!it.is("spec/settings/deletionProtectionEnabled", true), "somebody can delete it"))
    }),
    ("MemorystoreHasTheCustomersKey", |it| no_key(it, "spec/customerManagedKeyRef/name")),
    ("MemorystoreIsPrivate", |it| {
        when(it.named("ComputeNetwork", "spec/authorizedNetworkRef/name").is_none(), "it is in no network of the app")
    }),
    ("MemorystoreSpeaksTls", |it| {
        when(!it.says("spec/transitEncryptionMode", "SERVER_AUTHENTICATION"), "it speaks in the clear")
    }),
    ("MemorystoreAsksWho", |it| when(!it.is("spec/authEnabled", true), "it asks nobody for a password")),
    ("MemorystoreHasZones", |it| when(!it.says("spec/tier", "STANDARD_HA"), "it is in one zone")),
    ("SecretIsKeptHere", |it| {
        let copies = it.list("spec/replication/userManaged/replicas");
        let key = |copy: &Value| it.called("KMSCryptoKey", value(copy, "customerManagedEncryption/kmsKeyRef/name"));
        let is_here = |copy: &Value| copy["location"].as_str() == Some(it.region()) && key(copy).is_some();
        when(copies.is_empty() || !it.is_empty("spec/replication/auto"), "it is kept wherever Google likes")
            .or_else(|| when(!copies.iter().all(is_here), "it is kept elsewhere, or by a key of Google's"))
    }),
    ("CryptoKeyRotates", |it| {
        when(days(it, "spec/rotationPeriod").is_none_or(|it| it > 90.0 || it <= 0.0), "it keeps its material too long")
            .or_else(|| when(!it.says("spec/purpose", "ENCRYPT_DECRYPT"), "a key of that kind does not rotate"))
            .or_else(|| when(it.named("KMSKeyRing", "spec/keyRingRef/name").is_none(), "it is in no ring of the app"))
    }),
    ("KeyStays", |it| {
        when(!is_abandoned(it), "it is destroyed with its object").or_else(|| {
            let regret = days(it, "spec/destroyScheduledDuration");
            when(regret.is_none_or(|it| it < 30.0), "it is gone too soon")
        })
    }),
    ("RegistryHasTheCustomersKey", |it| no_key(it, "spec/kmsKeyRef/name")),
    ("RegistryTagsStay", |it| {
        when(!it.is("spec/dockerConfig/immutableTags", true), "a tag may mean another image")
            .or_else(|| when(!it.says("spec/mode", "STANDARD_REPOSITORY"), "it hands out images of others"))
            .or_else(|| when(!it.says("spec/format", "DOCKER"), "it is for something else than images"))
    }),
];

const BACKUPS: &str = "spec/settings/backupConfiguration";

/// Whether there are automated backups, and the instance runs, without which there are none.
fn is_backed_up(it: Thing<'_>) -> bool {
    it.is(&format!("{BACKUPS}/enabled"), true)
        && it.text("spec/settings/activationPolicy").is_none_or(|it| it == "ALWAYS")
}

/// What an instance is told of one thing: what stands last.
fn flag<'a>(it: Thing<'a>, name: &str) -> Option<&'a str> {
    it.list("spec/settings/databaseFlags").iter().rev().find(|it| it["name"] == name)?["value"].as_str()
}

/// Why a user is somebody else than an account of the project: without a word, it has a password.
fn has_a_password(user: Thing<'_>) -> Option<String> {
    let of_project = format!("@{}.iam", project(user));
    when(!user.says("spec/type", "CLOUD_IAM_SERVICE_ACCOUNT"), "a user has a password")
        .or_else(|| when(!user.is_empty("spec/password"), "a user is given a password"))
        .or_else(|| {
            let known = user.text("spec/resourceID").is_some_and(|it| it.ends_with(&of_project));
            when(!known, "a user is of another project")
        })
}
