//! Databases, caches, vaults, disks and registries.

use super::{flag, no_endpoint, no_key, owner, parts, referred, stays, zones};
use crate::{
    document::Thing,
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("FlexibleServerHasTheCustomersKey", |it| {
        let copies = it.says("spec/backup/geoRedundantBackup", "Enabled");
        when(!it.says("spec/dataEncryption/type", "AzureKeyVault"), "it has a key of Azure's")
            .or_else(|| no_key(it, "spec/dataEncryption/primaryKeyURI"))
            .or_else(|| if copies { no_key(it, "spec/dataEncryption/geoBackupKeyURI") } else { None })
    }),
    ("FlexibleServerSpeaksTls", |it| {
        let plain = told(it, "require_secure_transport").iter().any(|it| !it.eq_ignore_ascii_case("on"));
        let old = told(it, "ssl_min_protocol_version").iter().any(|it| !["TLSv1.2", "TLSv1.3"].contains(it));
        when(plain || old, "it takes connections in the clear, or by an old TLS")
    }),
    ("FlexibleServerKeepsBackups", |it| {
        let days = it.number("spec/backup/backupRetentionDays");
        when(days.is_none_or(|days| days < it.asked().backup.min(35.0)), "backups are deleted too early")
            .or_else(|| when(it.says("spec/createMode", "Replica"), "a replica has no backups"))
    }),
    ("FlexibleServerIsRestoredInTime", |it| {
        // Without a word a server keeps backups for seven days.
        let days = it.number("spec/backup/backupRetentionDays").unwrap_or(7.0);
        when(days < 7.0 || it.says("spec/createMode", "Replica"), "it cannot be set back so far")
    }),
    ("FlexibleServerHasZones", |it| {
        when(!it.says("spec/highAvailability/mode", "ZoneRedundant"), "it is in one zone")
            .or_else(|| when(it.says("spec/sku/tier", "Burstable"), "its processor is shared"))
    }),
    ("FlexibleServerRecordsStatements", |it| {
        if it.kind() == SETTING {
            return when(owner(it, "FlexibleServer").is_none(), "it is of no server of the app");
        }
        let classes = told(it, "pgaudit.log");
        let is_whole = |text: &&str| {
            let words: Vec<&str> = text.split(',').map(str::trim).collect();
            words == ["all"] || ["read", "write", "ddl", "role"].iter().all(|it| words.contains(it))
        };
        let loads = told(it, "shared_preload_libraries").iter().any(|it| it.contains("pgaudit"));
        when(classes.is_empty() || !classes.iter().all(is_whole) || !loads, "statements are not recorded").or_else(
            || {
                let off = told(it, "log_connections").iter().any(|it| !it.eq_ignore_ascii_case("on"));
                when(off, "log-ins are not recorded")
            },
        )
    }),
    ("FlexibleServerAsksTheTenant", |it| {
        // A server asks for passwords unless it is told not to.
        when(!it.says("spec/authConfig/passwordAuth", "Disabled"), "it lets in by passwords")
            .or_else(|| when(!it.says("spec/authConfig/activeDirectoryAuth", "Enabled"), "it knows no identities"))
            .or_else(|| when(!it.is_empty("spec/administratorLoginPassword"), "it has a password"))
    }),
    ("AzureStoreStays", |it| when(!stays(it), "it is deleted with its object")),
    ("AzureStoreIsPrivate", |it| {
        let place = if it.kind() == "FlexibleServer" { "spec/network" } else { "spec" };
        let closed = it.says(&format!("{place}/publicNetworkAccess"), "Disabled");
        when(!closed, "it is reached from the internet").or_else(|| no_endpoint(it))
    }),
    ("AzureCacheHasTheCustomersKey", |it| {
        no_key(it, "spec/encryption/customerManagedKeyEncryption/keyEncryptionKeyUrl")
    }),
    ("AzureCacheSpeaksTls", |it| {
        let plain = match it.kind() {
            CACHE => parts(it, DATABASE).any(|it| it.says("spec/clientProtocol", "Plaintext")),
            _ => it.is("spec/enableNonSslPort", true),
        };
        when(plain, "it takes connections in the clear")
            .or_else(|| when(!it.says("spec/minimumTlsVersion", "1.2"), "it speaks an old TLS"))
    }),
    ("AzureCacheAsksWho", |it| {
        let by_key = |it: Thing<'_>| !it.says("spec/accessKeysAuthentication", "Disabled");
        let open = match it.kind() {
            CACHE => parts(it, DATABASE).any(by_key),
            DATABASE => by_key(it),
            _ => !it.is("spec/disableAccessKeyAuthentication", true),
        };
        when(open, "whoever has a key is let in")
    }),
    ("AzureCacheHasZones", |it| {
        let several = match it.kind() {
            CACHE => it.says("spec/highAvailability", "Enabled"),
            _ => it.at("spec/zones").is_some_and(|it| zones(it) >= 2),
        };
        when(!several, "it is in one zone")
    }),
    ("VaultIsPrivate", |it| {
        let closed = it.says("spec/properties/publicNetworkAccess", "Disabled")
            && it.says("spec/properties/networkAcls/defaultAction", "Deny")
            && it.is_empty("spec/properties/networkAcls/ipRules");
        when(!closed, "it is reached from the internet").or_else(|| no_endpoint(it))
    }),
    ("VaultAsksForRoles", |it| {
        when(!it.is("spec/properties/enableRbacAuthorization", true), "it has a list of its own")
            .or_else(|| when(!it.is_empty("spec/properties/accessPolicies"), "somebody is in its list"))
    }),
    ("VaultStays", |it| {
        let regret = it.number("spec/properties/softDeleteRetentionInDays").unwrap_or(90.0);
        when(!stays(it), "it is deleted with its object")
            .or_else(|| when(!it.is("spec/properties/enablePurgeProtection", true), "it can be purged"))
            .or_else(|| when(it.is("spec/properties/enableSoftDelete", false), "what is deleted is gone"))
            .or_else(|| when(regret < 90.0, "what is deleted is gone too soon"))
    }),
    ("AzureDisksHaveTheCustomersKey", has_no_key),
    ("AzureRegistryIsPrivate", |it| {
        when(!it.says("spec/publicNetworkAccess", "Disabled"), "it is reached from the internet")
            .or_else(|| when(!it.says("spec/policies/exportPolicy/status", "disabled"), "it hands out by exports"))
            .or_else(|| when(!it.is_empty("spec/networkRuleSet/ipRules"), "it lets somebody outside in"))
            .or_else(|| no_endpoint(it))
    }),
    ("AzureRegistryAsksWho", |it| when(it.is("spec/adminUserEnabled", true), "it has a password")),
    ("AzureRegistryHasTheCustomersKey", |it| {
        let by_itself = it.says("spec/encryption/keyVaultProperties/identity", "system")
            && it.text("spec/identity/type").is_some_and(|it| it.contains("SystemAssigned"));
        when(!it.says("spec/encryption/status", "enabled"), "it has a key of Azure's")
            .or_else(|| when(!it.says("spec/sku/name", "Premium"), "only Premium has keys"))
            .or_else(|| when(!by_itself, "it does not read the key as itself"))
            .or_else(|| no_key(it, "spec/encryption/keyVaultProperties/keyIdentifier"))
    }),
    ("AzureRegistryKeepsImages", |it| {
        when(it.says("spec/policies/retentionPolicy/status", "enabled"), "it deletes images that no tag means")
            .or_else(|| when(!it.says("spec/zoneRedundancy", "Enabled"), "it is in one zone"))
            .or_else(|| when(!stays(it), "it is deleted with its object"))
    }),
    ("AksNodesHaveEncryptedDisks", |it| {
        let cluster = if it.kind() == "ManagedCluster" { Some(it) } else { owner(it, "ManagedCluster") };
        let set = cluster.and_then(|it| referred(it, "DiskEncryptionSet", "spec/diskEncryptionSetReference"));
        let by_host = super::cluster::pools(it).iter().all(|(_, pool)| flag(pool, "enableEncryptionAtHost"));
        let temporary = super::cluster::pools(it).iter().any(|(_, pool)| text(pool, "osDiskType") == "Ephemeral");
        when(set.is_none(), "no set of the app encrypts its disks")
            .or_else(|| set.and_then(has_no_key))
            .or_else(|| when(!by_host || temporary, "hosts do not encrypt on the way there"))
    }),
];

const CACHE: &str = "RedisEnterprise";
const DATABASE: &str = "RedisEnterpriseDatabase";
const SETTING: &str = "FlexibleServersConfiguration";

/// What a server is told of one thing: the parameters of which it is the owner.
fn told<'a>(server: Thing<'a>, name: &str) -> Vec<&'a str> {
    let all = parts(server, SETTING).filter(|it| it.says("spec/azureName", name));
    all.filter_map(|it| it.text("spec/value")).collect()
}

/// Why a set of disks is not encrypted with a key of the app, whose newest version is taken.
fn has_no_key(set: Thing<'_>) -> Option<String> {
    let with_key = set.text("spec/encryptionType").is_some_and(|it| it.contains("CustomerKey"));
    when(!with_key, "disks have a key of Azure's")
        .or_else(|| no_key(set, "spec/activeKey/keyUrl"))
        .or_else(|| when(!set.is("spec/rotationToLatestKeyVersionEnabled", true), "it stays at one version of the key"))
}
