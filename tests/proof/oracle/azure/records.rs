//! Records of who did what, and logs.

use serde_json::Value;

use super::{flag, is_owned_by, no_endpoint, parts, referred, vault};
use crate::{
    document::Thing,
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("AzureLogsAreSent", |it| {
        let workspace = referred(it, "Workspace", "spec/workspaceReference");
        when(!takes_all(it), "logs are left out")
            .or_else(|| when(archive(it).is_none() || workspace.is_none(), "they are sent to nothing of the app"))
    }),
    ("AzureLogsAreKept", |it| {
        let kept = archive(it).is_some_and(|archive| is_locked(archive, it.asked().log));
        when(!takes_all(it) || !kept, "they can be deleted too early")
    }),
    ("AzureRecordsAreLocked", |it| {
        let mut settings = it.beside("DiagnosticSetting");
        let of_subscription = |setting: Thing<'_>| {
            !setting.is_empty("spec/owner/armId")
                && takes_all(setting)
                && archive(setting).is_some_and(|archive| std::ptr::eq(archive.written, it.written))
        };
        when(!is_locked(it, it.asked().audit), "they can be deleted too early")
            .or_else(|| when(!settings.any(of_subscription), "it gets no log of a subscription"))
    }),
    ("AzureArchiveIsPrivate", |it| {
        when(!it.says("spec/publicNetworkAccess", "Disabled"), "it is reached from the internet")
            .or_else(|| when(!it.is("spec/allowBlobPublicAccess", false), "the public may be let in"))
            .or_else(|| when(!it.is("spec/allowSharedKeyAccess", false), "whoever has a key is let in"))
            .or_else(|| when(!it.says("spec/minimumTlsVersion", "TLS1_2"), "it speaks an old TLS"))
            .or_else(|| when(it.is("spec/supportsHttpsTrafficOnly", false), "it speaks in the clear"))
            .or_else(|| no_endpoint(it))
    }),
    ("AzureArchiveHasTheCustomersKey", |it| {
        let keys = it.text("spec/encryption/keyvaultproperties/keyvaulturi").and_then(|address| vault(it, address));
        let zones = matches!(it.text("spec/sku/name"), Some("Premium_ZRS" | "Standard_GZRS" | "Standard_ZRS"));
        when(!it.says("spec/encryption/keySource", "Microsoft.Keyvault"), "it has a key of Azure's")
            .or_else(|| when(keys.is_none(), "its key is in no vault of the app"))
            .or_else(|| when(!zones, "it is in one zone"))
    }),
    ("AzureLogsAreSearchable", |it| {
        let days = it.number("spec/retentionInDays");
        when(days.is_none_or(|days| days < it.asked().log.min(730.0)), "they are forgotten too early")
            .or_else(|| when(!it.is("spec/features/disableLocalAuth", true), "whoever has a key is let in"))
    }),
    ("AzureIsWatched", |it| {
        let watched: Vec<Thing<'_>> = match it.kind() {
            "RedisEnterprise" => parts(it, "RedisEnterpriseDatabase").collect(),
            _ => vec![it],
        };
        let sent = |it: Thing<'_>| {
            let mut settings = it.beside("DiagnosticSetting").filter(|setting| is_owned_by(*setting, it));
            settings.any(|setting| {
                takes_all(setting)
                    && (archive(setting).is_some()
                        || referred(setting, "Workspace", "spec/workspaceReference").is_some())
            })
        };
        when(!watched.into_iter().any(sent), "nothing sends its logs to where the app has them")
    }),
];

/// Whether a setting takes all logs, or of a subscription those of who did what.
fn takes_all(setting: Thing<'_>) -> bool {
    let logs = setting.list("spec/logs");
    let on = |name: &str, value: &str| logs.iter().any(|it: &Value| text(it, name) == value && flag(it, "enabled"));
    if setting.is_empty("spec/owner/armId") {
        return on("categoryGroup", "allLogs");
    }
    ["Administrative", "Policy", "Security"].iter().all(|it| on("category", it))
}

fn archive(setting: Thing<'_>) -> Option<Thing<'_>> {
    referred(setting, "StorageAccount", "spec/storageAccountReference")
}

/// Whether what is in an account cannot be deleted for so many days.
fn is_locked(account: Thing<'_>, days: f64) -> bool {
    const LOCK: &str = "spec/immutableStorageWithVersioning";
    let kept = account.number(&format!("{LOCK}/immutabilityPolicy/immutabilityPeriodSinceCreationInDays"));
    account.is(&format!("{LOCK}/enabled"), true)
        && account.says(&format!("{LOCK}/immutabilityPolicy/state"), "Locked")
        && kept.is_some_and(|it| it >= days)
}
